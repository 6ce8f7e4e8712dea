import type { Db } from '../engine/dialect.ts'
import { addColumns, buildIndex } from '../engine/online.ts'

/**
 * Filters and orders of lists of users. Each index costs every new user something: those of statuses and kinds
 * hold only what is rare, and what is common is found on the way through any other.
 */
export const online = async (db: Db): Promise<void> => {
  await addColumns(db, 'users', [['version', 'integer default 1 not null']])
  for (const [name, definition] of [
    ['users_every_name', '(name, id)'],
    ['users_created', '(created_at, id)'],
    ['users_domain_created', '(domain_id, created_at, id)'],
    ['users_email', '(email, id) where email is not null'],
    ['users_status', "(status, id) where status <> 'active'"],
    ['users_kind', "(kind, id) where kind <> 'human'"],
  ] as const)
    await buildIndex(db, { name, table: 'users', definition })
}
