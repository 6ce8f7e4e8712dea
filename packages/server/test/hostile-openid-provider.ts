import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** What the provider sends at a path instead of the truth. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export type HostileProvider = {
  readonly issuer: string
  /** Lies by path; tests set and clear them. */
  readonly lies: Map<string, Answer>
  /** Requests by path. */
  readonly requests: Map<string, number>
  readonly sign: (
    claims: JWTPayload,
    header?: Readonly<Record<string, unknown>>,
    key?: CryptoKey | Uint8Array,
  ) => Promise<string>
  readonly otherKey: CryptoKey
  close(): Promise<void>
}

export const json =
  (body: unknown, status = 200): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }

/** An OpenID provider of the test itself, which can answer anything. */
export const startHostileProvider = async (): Promise<HostileProvider> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256')
  const other = await generateKeyPair('RS256')
  const lies = new Map<string, Answer>()
  const requests = new Map<string, number>()
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    requests.set(pathname, (requests.get(pathname) ?? 0) + 1)
    const answer = lies.get(pathname) ?? truths[pathname]
    if (answer) answer(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const truths: Readonly<Record<string, Answer>> = {
    '/.well-known/openid-configuration': json({
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      introspection_endpoint: `${issuer}/introspect`,
      response_types_supported: ['code'],
      id_token_signing_alg_values_supported: ['RS256', 'none'],
    }),
    '/jwks': json({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] }),
  }
  return {
    issuer,
    lies,
    requests,
    otherKey: other.privateKey,
    sign: (claims, header = {}, key = privateKey) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(key),
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
