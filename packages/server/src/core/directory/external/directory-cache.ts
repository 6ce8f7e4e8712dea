import type { BasePorts } from '../../kernel/ports.ts'

/** Users whose last reading is stored. */
const mostUsers = 20_000
/** Lists that are cached, so that the pages of one list read the directory once. */
const mostLists = 8

/** Runs work for a key once at a time; callers that arrive meanwhile share its result. */
export const makeShared = <T>() => {
  const running = new Map<string, Promise<T>>()
  return (key: string, work: () => Promise<T>): Promise<T> => {
    const known = running.get(key)
    if (known) return known
    const started = work().finally(() => running.delete(key))
    running.set(key, started)
    return started
  }
}

/** Adds the newest entry of a bounded map, in place of the oldest. */
const put = <T>(map: Map<string, T>, key: string, value: T, most: number): void => {
  map.delete(key)
  if (map.size >= most) map.delete(map.keys().next().value ?? '')
  map.set(key, value)
}

/** What was read from directories less than `directory_cache_seconds` ago. */
export const makeDirectoryCache = ({ now, settings }: Pick<BasePorts, 'now' | 'settings'>) => {
  const users = new Map<string, number>()
  const lists = new Map<string, { readonly ids: readonly string[]; readonly until: number }>()
  const shared = makeShared<readonly string[]>()
  let generation = 0
  const until = () => now() + settings.directoryCacheSeconds * 1000
  return {
    /** Read before a directory is, and passed to `setFresh`: a reading that began before a reset is not stored. */
    generation: () => generation,
    isFresh: (userId: string): boolean => (users.get(userId) ?? 0) > now(),
    setFresh(userId: string, began: number): void {
      if (began === generation) put(users, userId, until(), mostUsers)
    },
    drop: (userId: string): void => void users.delete(userId),
    /** The ids of a list. */
    async list(key: string, read: () => Promise<readonly string[]>): Promise<readonly string[]> {
      const known = lists.get(key)
      if (known && known.until > now()) return known.ids
      return shared(`${generation} ${key}`, async () => {
        const began = generation
        const ids = await read()
        if (began === generation) put(lists, key, { ids, until: until() }, mostLists)
        return ids
      })
    },
    reset(): void {
      generation++
      users.clear()
      lists.clear()
    },
  }
}
