import { ArgumentError } from '../transport/errors.ts'
import type { Authorization } from '../transport/transport.ts'
import type { ApiKeyAuth, ConnectionOptions, CookieAuth } from './auth-options.ts'
import { secretOf } from './auth-request.ts'
import type { Authenticator } from './authenticator.ts'

type TokenlessAuth = ApiKeyAuth | CookieAuth

export const isTokenless = (auth: ConnectionOptions['auth']): auth is TokenlessAuth =>
  ['apiKey', 'cookie'].includes(String((auth as TokenlessAuth | undefined)?.type))

const noToken = async () => {
  throw new ArgumentError('auth', 'these credentials are sent without a token')
}

/**
 * The header of a page of the same origin, to whose requests the browser adds the session cookie of Muster; pages of
 * other origins cannot send it. A 401 means that the session has ended, and nothing here can renew it.
 */
const cookieAuthorization: Authorization = { headers: () => ({ 'x-muster-request': '1' }) }

/** Sends the secret of an API key, or relies on the session cookie; no token is fetched. */
export const makeTokenlessAuthenticator = (auth: TokenlessAuth): Authenticator => {
  const tokenless = {
    current: noToken,
    authenticate: noToken,
    continueWith: noToken,
    revoke: noToken,
    credential: noToken,
    catalog: async () => [],
    authorization: cookieAuthorization,
  }
  if (auth.type === 'cookie') return tokenless
  const { secret } = auth
  const credential = () => secretOf(secret, 'secret')
  return {
    ...tokenless,
    credential,
    authorization: {
      headers: async () => ({ 'x-auth-token': await credential() }),
      // A function may return the secret of a key that was rotated.
      renew: async (_options, rejected) =>
        typeof secret === 'function' && (await credential()) !== rejected['x-auth-token'],
    },
  }
}
