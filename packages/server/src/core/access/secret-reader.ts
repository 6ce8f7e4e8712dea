import type { KnownCaller } from '../kernel/caller.ts'
import type { DomainError } from '../kernel/domain-error.ts'
import { type CachedReaderParts, makeCachedReader } from './cached-reader.ts'
import type { Cached } from './tokens/dependency-cache.ts'

/** Resolves the secret of a session or an API key to its caller, from the cache when possible, else from the store. */
export type SecretReader = {
  /** The cached caller, synchronously. Undefined when it is not cached, the cache is not usable, or a use must be recorded. */
  peek(secret: string): KnownCaller | undefined
  /** Throws `unauthenticated` for anything but a valid secret. */
  read(secret: string): Promise<KnownCaller>
}

/** Cached under the hash of the secret, so that memory holds no secrets. */
export type SecretView = Cached & {
  readonly caller: KnownCaller
  /** Unix milliseconds. */
  readonly cacheExpiresAt: number
  /** The last recorded use, in unix milliseconds; the actual last use is less than a minute later. */
  readonly recordedUse: { at: number }
}

export type SecretReaderParts<View extends SecretView> = CachedReaderParts<View> & {
  readonly now: () => number
  /** Undefined for text that is no secret of this kind. */
  readonly hashOf: (text: string) => string | undefined
  readonly unreadable: () => DomainError
  /** Reads the view of a hash from the store. Throws `unauthenticated` for an unknown one. */
  readonly load: (hash: string) => Promise<View>
  /** Milliseconds between recorded uses. */
  readonly recordInterval: () => number
  readonly recordUse: (view: View, now: number) => Promise<void>
}

export const makeSecretReader = <View extends SecretView>({
  now,
  hashOf,
  unreadable,
  load,
  recordInterval,
  recordUse,
  ...parts
}: SecretReaderParts<View>): SecretReader => {
  const views = makeCachedReader<View>({
    ...parts,
    isCurrent: (view) => now() < view.cacheExpiresAt && parts.isCurrent(view),
  })
  const shouldRecordUse = ({ recordedUse }: View) => now() - recordedUse.at >= recordInterval()

  const recordOnce = async (view: View): Promise<void> => {
    const { recordedUse } = view
    const before = recordedUse.at
    const at = now()
    // Set before writing, so that only one of several concurrent requests writes.
    recordedUse.at = at
    try {
      await recordUse(view, at)
    } catch (thrown) {
      recordedUse.at = before
      throw thrown
    }
  }

  return {
    peek(secret) {
      const hash = hashOf(secret)
      const view = hash === undefined ? undefined : views.peek(hash)
      return view && !shouldRecordUse(view) ? view.caller : undefined
    },
    async read(secret) {
      const hash = hashOf(secret)
      if (hash === undefined) throw unreadable()
      const view = await views.read(hash, () => load(hash))
      if (shouldRecordUse(view)) await recordOnce(view)
      return view.caller
    },
  }
}
