import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider'

export type Account = {
  readonly preferred_username: string
  readonly email?: string
  readonly groups: readonly string[]
}

export type OpenIdProvider = {
  readonly issuer: string
  /** The users by their subject; tests change them. */
  readonly accounts: Map<string, Account>
  /** An access token by the resource owner password grant; `jwt`: for the audience `muster-api`. */
  readonly accessToken: (subject: string, format?: 'jwt' | 'opaque') => Promise<string>
  close(): Promise<void>
}

export const clientId = 'muster'
export const clientSecret = 'the secret of the client muster at the provider'
export const audience = 'muster-api'
const resource = 'https://muster.test/api'

const grantTypes = [
  'authorization_code',
  'client_credentials',
  'password',
  'urn:ietf:params:oauth:grant-type:device_code',
]

/** A real OpenID provider on this machine, whose users sign in with any password. */
export const startOpenIdProvider = async (
  redirectUris: readonly string[],
  port = 0,
): Promise<OpenIdProvider> => {
  const accounts = new Map<string, Account>()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const client = (id: string) => ({
    client_id: id,
    client_secret: clientSecret,
    grant_types: grantTypes,
    redirect_uris: [...redirectUris],
    response_types: ['code' as const],
  })
  const configuration: Configuration = {
    clients: [client(clientId), client('api')],
    scopes: ['openid', 'profile', 'email', 'groups'],
    claims: { openid: ['sub'], profile: ['preferred_username'], email: ['email'], groups: ['groups'] },
    cookies: { keys: ['a key of the cookies'] },
    pkce: { required: () => false },
    findAccount: (_ctx, sub) =>
      accounts.has(sub) ? { accountId: sub, claims: async () => ({ sub, ...accounts.get(sub) }) } : undefined,
    // The client is its own user in the client credentials grant.
    extraTokenClaims: (_ctx, token) => ({
      ...accounts.get(('accountId' in token ? token.accountId : undefined) ?? token.clientId ?? ''),
    }),
    ttl: {
      AccessToken: 600,
      ClientCredentials: 600,
      IdToken: 600,
      Grant: 600,
      Interaction: 600,
      Session: 600,
    },
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (ctx) => (ctx.oidc.client?.clientId === 'api' ? resource : undefined) as never,
        getResourceServerInfo: () => resourceServer,
        useGrantedResource: () => true,
      },
    },
  }
  const provider = new Provider(issuer, configuration)
  provider.registerGrantType('password', passwordGrant, ['username', 'password', 'scope'])
  const handle = provider.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    issuer,
    accounts,
    accessToken: async (subject, format = 'opaque') => {
      const answer = await fetch(`${issuer}/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${btoa(`${format === 'jwt' ? 'api' : clientId}:${encodeURIComponent(clientSecret)}`)}`,
        },
        body: new URLSearchParams({
          grant_type: 'password',
          username: subject,
          password: 'any',
          scope: 'openid profile email groups',
        }),
      })
      const { access_token: token } = (await answer.json()) as { readonly access_token?: string }
      if (token === undefined) throw new Error(`the provider answered ${answer.status}`)
      return token
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const resourceServer = {
  audience,
  scope: 'openid profile email groups',
  accessTokenFormat: 'jwt' as const,
  jwt: { sign: { alg: 'RS256' as const } },
}

/** The grant of RFC 6749 section 4.3, which the provider does not have and clients of OpenStack use. */
const passwordGrant = async (ctx: KoaContextWithOIDC): Promise<void> => {
  const { provider, client, params } = ctx.oidc
  const accountId = String(params?.['username'])
  if (!client) throw new Error('the client must be authenticated')
  const scope = 'openid profile email groups'
  const grant = new provider.Grant({ accountId, clientId: client.clientId })
  grant.addOIDCScope(scope)
  const token = new provider.AccessToken({
    accountId,
    client,
    grantId: await grant.save(),
    gty: 'password',
    scope,
    expiresWithSession: false,
  } as never)
  if (client.clientId === 'api')
    Object.assign(token, {
      resourceServer: { ...resourceServer, identifier: () => resource, scopes: new Set(scope.split(' ')) },
    })
  ctx.body = { access_token: await token.save(), token_type: 'Bearer', expires_in: 600, scope }
}
