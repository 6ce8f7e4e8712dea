import type { KnownCaller } from '../../kernel/caller.ts'
import { domainError } from '../../kernel/domain-error.ts'
import type { Ports } from '../../kernel/ports.ts'
import type { Store } from '../../kernel/stores.ts'
import type { Cached, DependencyCache } from '../tokens/dependency-cache.ts'
import { apiKeyPrefix } from './api-key.ts'
import { resolveApiKey } from './resolve-api-key.ts'

/** Turns the secret of an API key into its caller: from memory when nothing changed, else from the store. */
export type ApiKeyReader = {
  /** The caller if memory has it, may be trusted now, and nothing is due to be written: no waiting. */
  peek(secret: string): KnownCaller | undefined
  /** Throws `unauthenticated` for anything but the secret of a key that works now. */
  read(secret: string): Promise<KnownCaller>
}

/** Kept under the hash of the secret, so that memory holds no secrets. */
export type ApiKeyView = Cached & {
  readonly id: string
  readonly caller: KnownCaller
  readonly cacheExpiresAt: number
  /** The last use that was written down, in unix milliseconds; later ones are less than a minute younger. */
  readonly recordedUse: { at: number }
}

export type ApiKeyReaderParts = {
  readonly store: Store
  readonly ports: Ports
  readonly cache: DependencyCache<ApiKeyView>
  /** Whether this process hears of changes made by others, so that memory may be trusted. */
  readonly mayUseCache: () => boolean
}

/** Milliseconds between notes of when a key was last used. */
const recordInterval = 60_000

/** Every reason is the same to whoever shows the secret; the code is for the log. */
const invalidKey = (code: string) => domainError('unauthenticated', code, 'The API key is not valid.')

export const makeApiKeyReader = ({ store, ports, cache, mayUseCache }: ApiKeyReaderParts): ApiKeyReader => {
  const shouldRecordUse = ({ recordedUse }: ApiKeyView) => ports.now() - recordedUse.at >= recordInterval

  const cached = (hash: string): ApiKeyView | undefined => {
    const view = cache.get(hash)
    return view && ports.now() < view.cacheExpiresAt && mayUseCache() ? view : undefined
  }

  const fromStore = async (hash: string): Promise<ApiKeyView> => {
    const readAt = cache.clock()
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
    if (mayUseCache()) cache.put(view, readAt)
    return view
  }

  const recordUse = async ({ id, caller, recordedUse }: ApiKeyView): Promise<void> => {
    const before = recordedUse.at
    const now = ports.now()
    // Set first, so that of many requests at once only one writes.
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
