import { ArgumentError } from '../transport/errors.ts'
import type { ConnectionOptions, CookieAuth, Scope } from './auth-options.ts'
import type { Authenticator } from './authenticator.ts'

export const isCookie = (auth: ConnectionOptions['auth']): auth is CookieAuth =>
  !Array.isArray(auth) && (auth as CookieAuth | undefined)?.type === 'cookie'

const noToken = async () => {
  throw new ArgumentError('auth', 'the session cookie is used in place of a token; there is none')
}

/**
 * Requests of a page of the same origin, to which the browser adds the session cookie of Muster. The header is what
 * pages of other origins cannot send. A 401 means that the session has ended; nothing here can renew it.
 */
export const makeCookieAuthenticator = (scope: Scope | undefined): Authenticator => {
  if (scope !== undefined) throw new ArgumentError('scope', 'a session has a scope of its own')
  return {
    current: noToken,
    authenticate: noToken,
    continueWith: noToken,
    revoke: noToken,
    credential: noToken,
    catalog: async () => [],
    authorization: { headers: () => ({ 'x-muster-request': '1' }) },
  }
}
