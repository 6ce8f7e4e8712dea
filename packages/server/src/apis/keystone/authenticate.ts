import type { FastifyRequest } from 'fastify'
import { type BearerReader, isBearerSecret } from '../../core/access/authentication/bearer.ts'
import type { TokenReader } from '../../core/access/tokens/token-reader.ts'
import { anonymous, type Caller } from '../../core/kernel/caller.ts'
import { domainError, isDomainError } from '../../core/kernel/domain-error.ts'
import { callerOfPage, readCookie, requestHeader } from '../../http/session-cookie.ts'
import { enforceAccessRules } from './access-rule-guard.ts'

type Headers = FastifyRequest['headers']

const tokenText = ({ 'x-auth-token': token }: Headers): string | undefined =>
  typeof token === 'string' && token !== '' ? token : undefined

const bearerText = ({ authorization }: Headers): string | undefined =>
  authorization === undefined ? undefined : /^bearer +(.*)$/is.exec(authorization)?.[1]

const hasSecret = (headers: Headers): boolean =>
  isBearerSecret(tokenText(headers) ?? '') || isBearerSecret(bearerText(headers) ?? '')

const cookieSecret = (headers: Headers): string | undefined =>
  headers[requestHeader] === undefined ? undefined : readCookie(headers.cookie)

/** Whether the request has the secret of a session or an API key, in a header or as the cookie, valid or not. */
export const presentsSecret = (headers: Headers): boolean =>
  hasSecret(headers) || cookieSecret(headers) !== undefined

const unauthorized = () =>
  domainError('unauthenticated', 'token_invalid', 'The request you have made requires authentication.')

const conflict = () =>
  domainError(
    'unauthenticated',
    'credentials_conflict',
    'X-Auth-Token and Authorization have different credentials. Send only one of them.',
  )

/**
 * The token or secret of the request; undefined without one. As in Keystone, a token counts in `X-Auth-Token` only: the
 * OAuth 2.0 plugins of keystoneauth send another one in `Authorization`. A secret counts in both headers, and beside a
 * secret another credential is an error.
 */
const credentialOf = (headers: Headers): string | undefined => {
  const token = tokenText(headers)
  if (!hasSecret(headers)) return token
  const secret = bearerText(headers)
  if (token !== undefined && secret !== undefined && token !== secret) throw conflict()
  return token ?? secret
}

const callerOfCookie = async (secret: string, headers: Headers, bearer: BearerReader): Promise<Caller> => {
  try {
    return callerOfPage(await bearer.find(secret), headers)
  } catch (thrown) {
    if (isDomainError(thrown, 'unauthenticated')) return anonymous
    throw thrown
  }
}

export type CredentialReaders = { readonly tokens: TokenReader; readonly bearer: BearerReader }

/**
 * Authenticates by a token, or by the secret of a session or an API key. An invalid one is 401 on every route, even on
 * those that need none. The cookie of a session counts only with the header `X-Muster-Request`, which pages of other origins
 * cannot send (CSRF protection), and only without another credential; an invalid one counts as none.
 */
export const authenticate =
  ({ tokens, bearer }: CredentialReaders) =>
  (request: FastifyRequest): Caller | Promise<Caller> => {
    const credential = credentialOf(request.headers)
    if (credential === undefined) {
      const secret = cookieSecret(request.headers)
      return secret === undefined ? anonymous : callerOfCookie(secret, request.headers, bearer)
    }
    if (isBearerSecret(credential)) return bearer.find(credential)
    const kept = tokens.peek(credential)
    if (kept) return enforceAccessRules(kept, request, tokens)
    return tokens.read(credential).then(
      (view) => enforceAccessRules(view, request, tokens),
      (thrown) => {
        throw isDomainError(thrown, 'unauthenticated') ? unauthorized() : thrown
      },
    )
  }
