import type { TokenView } from './token.ts'

/** Changes of these can reach any token at all. */
const globalKeys = new Set(['roles', 'catalog', 'keys'])

/** What can be kept: found again by its text, forgotten with whatever it depends on. */
export type Cached = { readonly token: string; readonly dependsOn: readonly string[] }

export type DependencyCache<View extends Cached = TokenView> = {
  get(token: string): View | undefined
  /** Taken before a view is read from the store; given back to `put` with it. */
  clock(): number
  /** Keeps a view unless something it depends on was touched since `readAt`. */
  put(view: View, readAt: number): void
  /** Forgets every view that depends on any of the keys. */
  invalidate(keys: readonly string[]): void
  clear(): void
}

/**
 * Views of valid tokens, kept until the journal touches what they depend on. A view whose reading overlapped
 * such a touch is used once and not kept, so a stale one can never settle.
 */
export const makeDependencyCache = <View extends Cached = TokenView>(
  capacity = 20_000,
): DependencyCache<View> => {
  const views = new Map<string, View>()
  const dependents = new Map<string, Set<string>>()
  const touchedAt = new Map<string, number>()
  let clock = 0
  /** Everything counts as touched at this time: set when single keys are no longer remembered. */
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
    clock++
    minVersion = clock
    views.clear()
    dependents.clear()
    touchedAt.clear()
  }

  return {
    get: (token) => views.get(token),
    clock: () => clock,
    put(view, readAt) {
      if (minVersion > readAt || view.dependsOn.some((key) => (touchedAt.get(key) ?? 0) > readAt)) return
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
      clock++
      if (touchedAt.size > 10_000) {
        touchedAt.clear()
        minVersion = clock
      }
      for (const key of keys) {
        touchedAt.set(key, clock)
        for (const token of [...(dependents.get(key) ?? [])]) drop(token)
      }
    },
    clear,
  }
}
