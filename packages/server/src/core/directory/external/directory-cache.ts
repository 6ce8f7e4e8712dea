import type { BasePorts } from '../../kernel/ports.ts'
import type { User } from '../users/user.ts'

/** Users whose last reading is stored. */
const mostUsers = 20_000
/** Lists that are cached, so that the pages of one list read the directory once. */
const mostLists = 8

/** One reading of a directory. */
export type Reading = {
  /** The order in which readings began. */
  readonly number: number
  /** The number of resets before it. */
  readonly generation: number
}

/** Runs work for a key once at a time; callers that arrive meanwhile share its result. */
const makeShared = <T>() => {
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
  const users = new Map<string, { readonly number: number; readonly until: number }>()
  const lists = new Map<string, { readonly ids: readonly string[]; readonly until: number }>()
  const sharedUsers = makeShared<User | undefined>()
  const sharedLists = makeShared<readonly string[]>()
  let generation = 0
  let readings = 0
  const begin = (): Reading => ({ number: ++readings, generation })
  const until = () => now() + settings.directoryCacheSeconds * 1000
  return {
    /** Called before a directory is opened: a reading that began before a reset is not stored. */
    begin,
    isFresh: (userId: string): boolean => (users.get(userId)?.until ?? 0) > now(),
    setFresh(userId: string, { number, generation: began }: Reading): void {
      if (began === generation) put(users, userId, { number, until: until() }, mostUsers)
    },
    /** Whether a reading of this user that began later is complete, so that this one must not undo it. */
    isReadSince: (userId: string, { number }: Reading): boolean => (users.get(userId)?.number ?? 0) > number,
    drop: (userId: string): void => void users.delete(userId),
    /** Reads a user once at a time. Requests after a reset do not share what began before. */
    user: (userId: string, { generation: began }: Reading, read: () => Promise<User | undefined>) =>
      sharedUsers(`${began} ${userId}`, read),
    /** The ids of a list. */
    async list(
      key: string,
      read: (reading: Reading) => Promise<readonly string[]>,
    ): Promise<readonly string[]> {
      const known = lists.get(key)
      if (known && known.until > now()) return known.ids
      return sharedLists(`${generation} ${key}`, async () => {
        const reading = begin()
        const ids = await read(reading)
        if (reading.generation === generation) put(lists, key, { ids, until: until() }, mostLists)
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
