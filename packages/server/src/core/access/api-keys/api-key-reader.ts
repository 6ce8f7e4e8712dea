import { domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import type { BasePorts } from '../../kernel/ports.ts'
import type { Store } from '../../kernel/stores.ts'
import type { CachedReaderParts } from '../cached-reader.ts'
import { makeSecretReader, type SecretReader, type SecretView } from '../secret-reader.ts'
import { apiKeyPrefix } from './api-key.ts'
import { resolveApiKey } from './resolve-api-key.ts'

/** `id` is that of the key. */
export type CachedApiKey = SecretView & { readonly id: string }

export type ApiKeyReaderParts = Pick<CachedReaderParts<CachedApiKey>, 'cache' | 'mayUseCache'> & {
  readonly store: Store
  readonly ports: BasePorts
}

/** Milliseconds between recorded uses of a key. */
const recordInterval = 60_000

/** The message is the same for every reason; the code is for the log. */
const invalidKey = (code: ErrorCode<'unauthenticated'>) =>
  domainError('unauthenticated', code, 'The API key is not valid.')

/** Resolves the secrets of active API keys. */
export const makeApiKeyReader = ({ store, ports, ...parts }: ApiKeyReaderParts): SecretReader =>
  makeSecretReader({
    ...parts,
    now: ports.now,
    hashOf: (text) => (ports.secrets.is(apiKeyPrefix, text) ? ports.generatedSecrets.hash(text) : undefined),
    unreadable: () => invalidKey('api_key_unreadable'),
    isCurrent: () => true,
    async load(hash) {
      const now = ports.now()
      const stores = store.reading
      const credential = await stores.applicationCredentials.getBySecret(hash)
      if (!credential?.key) throw invalidKey('api_key_unknown')
      const { id, lastUsedAt, secretHash, key } = credential
      const until = secretHash === hash ? Number.POSITIVE_INFINITY : (key.previous?.until ?? 0)
      if (until <= now) throw invalidKey('api_key_rotated')
      const resolved = await resolveApiKey(credential, { stores, ports, now })
      return {
        token: hash,
        id,
        ...resolved,
        cacheExpiresAt: Math.min(resolved.cacheExpiresAt, until),
        recordedUse: { at: lastUsedAt ?? 0 },
      }
    },
    recordInterval: () => recordInterval,
    recordUse: ({ id, caller }, now) =>
      store.transaction('read committed', async ({ applicationCredentials, users }) => {
        await users.markActive(caller.userId, now)
        await applicationCredentials.recordUse(id, now, now - recordInterval)
      }),
  })
