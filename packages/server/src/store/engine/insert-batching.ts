import type { User } from '../../core/directory/users/user.ts'
import type { NewUser } from '../../core/directory/users/user-store.ts'
import type { Event } from '../../core/kernel/events/event.ts'
import type { Stores } from '../../core/kernel/stores.ts'
import { insertUsers } from '../tables/users.ts'
import type { Db } from './dialect.ts'

/** Collects what is asked for in one turn of the line of promises, and answers it all at once. */
const gathered = <I, O>(work: (asked: readonly I[]) => Promise<(one: I) => O>): ((one: I) => Promise<O>) => {
  let asked: I[] = []
  let result: Promise<(one: I) => O> | undefined
  const flush = () => {
    const all = asked
    asked = []
    result = undefined
    return work(all)
  }
  return async (one) => {
    asked.push(one)
    result ??= Promise.resolve().then(flush)
    return (await result)(one)
  }
}

/**
 * The stores of a transaction that several commands share: the rows that they insert at the same time go into
 * one statement. Whatever breaks a constraint breaks it for all of them.
 */
export const joinedInserts = (db: Db, stores: Stores): Stores => ({
  ...stores,
  users: {
    ...stores.users,
    insert: gathered<NewUser, User>(async (given) => {
      const made = await insertUsers(db, given)
      return ({ id }) => made.get(id) as User
    }),
  },
  events: {
    ...stores.events,
    append: gathered<readonly Omit<Event, 'sequence'>[], void>(async (given) => {
      await stores.events.append(given.flat())
      return () => {}
    }),
  },
})
