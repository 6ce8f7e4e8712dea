import type { KnownCaller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import type { BasePorts } from '../../kernel/ports.ts'
import type { Store } from '../../kernel/stores.ts'
import type { Cached, DependencyCache } from '../tokens/dependency-cache.ts'
import { apiKeyPrefix } from './api-key.ts'
import { resolveApiKey } from './resolve-api-key.ts'

/** Resolves the secret of an API key to its caller, from the cache when possible, else from the store. */
export type ApiKeyReader = {
  /** The cached caller, synchronously. Undefined when it is not cached, the cache is not usable, or a use must be recorded. */
  peek(secret: string): KnownCaller | undefined
  /** Throws `unauthenticated` for anything but the secret of an active key. */
  read(secret: string): Promise<KnownCaller>
}

/** Cached under the hash of the secret, so that memory holds no secrets. */
export type ApiKeyView = Cached & {
  readonly id: string
  readonly caller: KnownCaller
  readonly cacheExpiresAt: number
  /** The last recorded use, in unix milliseconds; the actual last use is less than a minute later. */
  readonly recordedUse: { at: number }
}

export type ApiKeyReaderParts = {
  readonly store: Store
  readonly ports: BasePorts
  readonly cache: DependencyCache<ApiKeyView>
  /** Whether this process receives the changes of other nodes, so that cached views are current. */
  readonly mayUseCache: () => boolean
}

/** Milliseconds between recorded uses of a key. */
const recordInterval = 60_000

/** The message is the same for every reason; the code is for the log. */
const invalidKey = (code: ErrorCode<'unauthenticated'>) =>
  domainError('unauthenticated', code, 'The API key is not valid.')

export const makeApiKeyReader = ({ store, ports, cache, mayUseCache }: ApiKeyReaderParts): ApiKeyReader => {
  const shouldRecordUse = ({ recordedUse }: ApiKeyView) => ports.now() - recordedUse.at >= recordInterval

  const cached = (hash: string): ApiKeyView | undefined => {
    const view = cache.get(hash)
    return view && ports.now() < view.cacheExpiresAt && mayUseCache() ? view : undefined
  }

  const fromStore = async (hash: string): Promise<ApiKeyView> => {
    const readVersion = cache.version()
    const now = ports.now()
    const stores = store.reading
    const credential = await stores.applicationCredentials.getBySecret(hash)
    if (!credential?.key) throw invalidKey('api_key_unknown')
    const { id, lastUsedAt, secretHash, key } = credential
    const until = secretHash === hash ? Number.POSITIVE_INFINITY : (key.previous?.until ?? 0)
    if (until <= now) throw invalidKey('api_key_rotated')
    const { cacheExpiresAt, ...resolved } = await resolveApiKey(credential, {
      stores,
      ports,
      now,
    })
    const view = {
      token: hash,
      id,
      ...resolved,
      cacheExpiresAt: Math.min(cacheExpiresAt, until),
      recordedUse: { at: lastUsedAt ?? 0 },
    }
    if (mayUseCache()) cache.put(view, readVersion)
    return view
  }

  const recordUse = async ({ id, caller, recordedUse }: ApiKeyView): Promise<void> => {
    const before = recordedUse.at
    const now = ports.now()
    // Set before writing, so that only one of several concurrent requests writes.
    recordedUse.at = now
    try {
      await store.transaction('read committed', async ({ applicationCredentials, users }) => {
        await users.markActive(caller.userId, now)
        await applicationCredentials.recordUse(id, now, now - recordInterval)
      })
    } catch (thrown) {
      recordedUse.at = before
      throw thrown
    }
  }

  return {
    peek(secret) {
      if (!ports.secrets.is(apiKeyPrefix, secret)) return undefined
      const view = cached(ports.generatedSecrets.hash(secret))
      return view && !shouldRecordUse(view) ? view.caller : undefined
    },
    async read(secret) {
      if (!ports.secrets.is(apiKeyPrefix, secret)) throw invalidKey('api_key_unreadable')
      const hash = ports.generatedSecrets.hash(secret)
      const view = cached(hash) ?? (await fromStore(hash))
      if (shouldRecordUse(view)) await recordUse(view)
      return view.caller
    },
  }
}
