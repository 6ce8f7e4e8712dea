import type { CacheKey } from '../../kernel/events/cache-key.ts'
import type { TokenView } from './token.ts'

/** Invalidating one of these clears the whole cache. */
const globalKeys: ReadonlySet<string> = new Set<CacheKey>(['roles', 'catalog', 'keys'])

/** A cache entry: found by its `token`, dropped when a key in `dependsOn` is invalidated. */
export type Cached = { readonly token: string; readonly dependsOn: readonly CacheKey[] }

export type DependencyCache<View extends Cached = TokenView> = {
  get(token: string): View | undefined
  /** The current version: read it before the store is queried, and pass it to `put`. */
  version(): number
  /** Caches a view unless a key it depends on was invalidated since the version `readVersion`. */
  put(view: View, readVersion: number): void
  /** Drops every view that depends on one of the keys. */
  invalidate(keys: readonly string[]): void
  clear(): void
}

/**
 * Caches views of valid tokens until an event invalidates a key they depend on. A view that was read while such an event
 * arrived is not cached, so stale views never are.
 */
export const makeDependencyCache = <View extends Cached = TokenView>(
  capacity = 20_000,
): DependencyCache<View> => {
  const views = new Map<string, View>()
  const dependents = new Map<string, Set<string>>()
  const invalidatedAt = new Map<string, number>()
  let version = 0
  /** Views read before this version are not cached: set when the versions of single keys are dropped. */
  let minVersion = 0

  const drop = (token: string) => {
    const view = views.get(token)
    if (!view) return
    views.delete(token)
    for (const key of view.dependsOn) {
      const tokens = dependents.get(key)
      tokens?.delete(token)
      if (tokens?.size === 0) dependents.delete(key)
    }
  }
  const clear = () => {
    version++
    minVersion = version
    views.clear()
    dependents.clear()
    invalidatedAt.clear()
  }

  return {
    get: (token) => views.get(token),
    version: () => version,
    put(view, readVersion) {
      if (
        minVersion > readVersion ||
        view.dependsOn.some((key) => (invalidatedAt.get(key) ?? 0) > readVersion)
      )
        return
      drop(view.token)
      if (views.size >= capacity) drop(views.keys().next().value ?? '')
      views.set(view.token, view)
      for (const key of view.dependsOn) {
        const tokens = dependents.get(key)
        if (tokens) tokens.add(view.token)
        else dependents.set(key, new Set([view.token]))
      }
    },
    invalidate(keys) {
      if (keys.some((key) => globalKeys.has(key))) return clear()
      version++
      if (invalidatedAt.size > 10_000) {
        invalidatedAt.clear()
        minVersion = version
      }
      for (const key of keys) {
        invalidatedAt.set(key, version)
        for (const token of [...(dependents.get(key) ?? [])]) drop(token)
      }
    },
    clear,
  }
}
