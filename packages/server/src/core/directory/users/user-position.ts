import type { Position, Sort } from '../../kernel/paging/position.ts'
import type { User } from './user.ts'
import type { UserSortKey } from './user-store.ts'

const values: Readonly<Record<UserSortKey, (user: User) => string | number | null>> = {
  id: ({ id }) => id,
  number: ({ number }) => number,
  name: ({ name }) => name,
  display_name: ({ displayName }) => displayName,
  given_name: ({ givenName }) => givenName,
  family_name: ({ familyName }) => familyName,
  email: ({ email }) => email,
  created_at: ({ createdAt }) => createdAt,
  updated_at: ({ updatedAt }) => updatedAt,
  last_active_at: ({ lastActiveAt }) => lastActiveAt,
}

/** The paging position of a user in a list sorted by these keys, or by id. */
export const userPosition =
  (...sorts: readonly (Sort<UserSortKey> | undefined)[]) =>
  (user: User): Position => {
    const found = sorts.flatMap((sort) => (sort ? [values[sort.key](user)] : []))
    const [value, ...more] = found
    if (value === undefined) return { id: user.id }
    return more.length === 0 ? { id: user.id, value } : { id: user.id, values: found }
  }
