import { ArgumentError } from '../transport/errors.ts'
import type { ApiKeyAuth, ConnectionOptions, Scope } from './auth-options.ts'
import { secretOf } from './auth-request.ts'
import type { Authenticator } from './authenticator.ts'

export const isApiKey = (auth: ConnectionOptions['auth']): auth is ApiKeyAuth =>
  !Array.isArray(auth) && (auth as ApiKeyAuth | undefined)?.type === 'apiKey'

const noToken = async () => {
  throw new ArgumentError('auth', 'an API key is used in place of a token; there is none')
}

/** Sends the secret of an API key or a session of Muster with each request; no token is fetched. */
export const makeApiKeyAuthenticator = ({ secret }: ApiKeyAuth, scope: Scope | undefined): Authenticator => {
  if (scope !== undefined) throw new ArgumentError('scope', 'an API key has a scope of its own')
  const credential = () => secretOf(secret, 'secret')
  return {
    current: noToken,
    authenticate: noToken,
    continueWith: noToken,
    revoke: noToken,
    credential,
    catalog: async () => [],
    authorization: {
      headers: async () => ({ 'x-auth-token': await credential() }),
      // A function may return the secret of a key that was rotated.
      renew: async (_options, rejected) =>
        typeof secret === 'function' && (await credential()) !== rejected['x-auth-token'],
    },
  }
}
