import type { User } from '../../core/directory/users/user.ts'
import type { NewUser } from '../../core/directory/users/user-store.ts'
import type { Event } from '../../core/kernel/events/event.ts'
import type { Stores } from '../../core/kernel/stores.ts'
import { insertUsers } from '../tables/users.ts'
import type { Db } from './dialect.ts'

/** Collects calls of one microtask turn and handles them together. */
const batched = <I, O>(work: (inputs: readonly I[]) => Promise<(one: I) => O>): ((one: I) => Promise<O>) => {
  let inputs: I[] = []
  let result: Promise<(one: I) => O> | undefined
  const flush = () => {
    const all = inputs
    inputs = []
    result = undefined
    return work(all)
  }
  return async (one) => {
    inputs.push(one)
    result ??= Promise.resolve().then(flush)
    return (await result)(one)
  }
}

/**
 * Stores for a transaction shared by several commands: rows inserted at the same time use one statement. A constraint
 * violation affects all of them.
 */
export const joinedInserts = (db: Db, stores: Stores): Stores => ({
  ...stores,
  users: {
    ...stores.users,
    insert: batched<NewUser, User>(async (input) => {
      const made = await insertUsers(db, input)
      return ({ id }) => made.get(id) as User
    }),
  },
  events: {
    ...stores.events,
    append: batched<readonly Omit<Event, 'sequence'>[], void>(async (input) => {
      await stores.events.append(input.flat())
      return () => {}
    }),
  },
})
