import type { oauth2 as contract } from '@muster/contract/keystone/oauth2.ts'
import { signIn } from '../../core/access/authentication/sign-in.ts'
import type { SignInRequest } from '../../core/access/authentication/sign-in-request.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { fromBase64 } from '../../core/kernel/encodings.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { unsupportedGrant } from './oauth2-errors.ts'

/** Client authentication of OAuth 2.0. */
export type OAuth2ClientAuth = {
  /** `tls_client_auth`, `client_secret_basic`. */
  readonly methods: readonly string[]
  readonly certificateHeader: string
  /** Whether the peer is a proxy that may forward client certificates. */
  readonly isTrusted: (address: string) => boolean
}

type Client = {
  readonly id?: string | undefined
  readonly secret?: string | undefined
  readonly orElse?: { readonly id: string; readonly secret: string } | undefined
}

/** RFC 6749 section 2.3.1 requires form-encoded id and secret in HTTP Basic; most clients do not encode them. */
const formDecoded = (text: string): string => {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '))
    return decoded.includes('\0') ? text : decoded
  } catch {
    return text
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

const basicText = (base64: string): string | undefined => {
  const bytes = fromBase64(base64)
  try {
    return bytes && utf8.decode(bytes)
  } catch {
    return undefined
  }
}

/** The client of an HTTP Basic header; undefined for any other or malformed header. */
const basicClient = (context: RequestContext): Client | undefined => {
  const [, encoded] = /^Basic\s+(\S+)\s*$/i.exec(context.header('authorization') ?? '') ?? []
  if (encoded === undefined) return undefined
  const text = basicText(encoded) ?? ''
  const cut = text.indexOf(':')
  if (cut < 0) return {}
  const client = { id: text.slice(0, cut), secret: text.slice(cut + 1) }
  const decoded = { id: formDecoded(client.id), secret: formDecoded(client.secret) }
  const same = decoded.id === client.id && decoded.secret === client.secret
  return same ? client : { ...client, orElse: decoded }
}

const unknownClient = () =>
  domainError('unauthenticated', 'client_unknown', 'The request you have made requires authentication.')

/** `/OS-OAUTH2/token`; a certificate takes precedence over a secret (keystone.md section 25). */
export const oauth2 = (clientAuth: OAuth2ClientAuth) => {
  const header = clientAuth.certificateHeader.toLowerCase()
  const certificateOf = (context: RequestContext): string | undefined =>
    (clientAuth.isTrusted(context.peer) && context.header(header)) || undefined

  const proofOf = (form: Client, context: RequestContext): SignInRequest => {
    const certificate = certificateOf(context)
    const client = certificate === undefined ? (basicClient(context) ?? form) : form
    if (!client.id) throw unknownClient()
    if (certificate !== undefined && clientAuth.methods.includes('tls_client_auth'))
      return { methods: ['oauth2_credential'], certificate: { text: certificate, userId: client.id } }
    if (certificate === undefined && client.secret && clientAuth.methods.includes('client_secret_basic'))
      return {
        methods: ['application_credential'],
        applicationCredential: { id: client.id, secret: client.secret, orElse: client.orElse },
      }
    throw unknownClient()
  }

  return {
    async createOAuth2Token({ body }, context) {
      if (body.grant_type !== 'client_credentials')
        throw domainError('invalid', unsupportedGrant, 'The only supported grant_type is client_credentials.')
      const { token, payload: facts } = await context.run(
        signIn,
        proofOf({ id: body.client_id, secret: body.client_secret }, context),
      )
      return {
        status: 200,
        headers: { 'cache-control': 'no-store' },
        body: {
          access_token: token,
          token_type: 'Bearer',
          expires_in: facts.expiresAt - facts.issuedAt,
        },
      }
    },
  } satisfies Handlers<typeof contract>
}
