import type { Cached, DependencyCache } from './tokens/dependency-cache.ts'

export type CachedReader<View extends Cached> = {
  /** The cached view, synchronously; undefined when it is not cached, no longer current, or the cache is not usable. */
  peek(key: string): View | undefined
  /** The cached view, or the loaded one, which is cached. */
  read(key: string, load: () => Promise<View>): Promise<View>
  /** As in `DependencyCache`: read before the store is queried, and passed to `put`. */
  version(): number
  put(view: View, readVersion: number): void
}

export type CachedReaderParts<View extends Cached> = {
  readonly cache: DependencyCache<View>
  /** Whether this process receives the changes of other nodes, so that cached views are current. */
  readonly mayUseCache: () => boolean
  /** Whether a view is still valid at this time; the cache only knows about changes. */
  readonly isCurrent: (view: View) => boolean
}

/** Reads views through a cache that is bypassed while this process does not receive the changes of other nodes. */
export const makeCachedReader = <View extends Cached>({
  cache,
  mayUseCache,
  isCurrent,
}: CachedReaderParts<View>): CachedReader<View> => {
  const peek = (key: string): View | undefined => {
    const view = cache.get(key)
    return view && isCurrent(view) && mayUseCache() ? view : undefined
  }
  const put = (view: View, readVersion: number): void => {
    if (mayUseCache()) cache.put(view, readVersion)
  }
  return {
    peek,
    version: cache.version,
    put,
    async read(key, load) {
      const cached = peek(key)
      if (cached) return cached
      const readVersion = cache.version()
      const view = await load()
      put(view, readVersion)
      return view
    },
  }
}
