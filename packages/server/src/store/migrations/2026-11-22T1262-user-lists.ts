import type { Db } from '../engine/dialect.ts'
import { addColumns, buildIndex } from '../engine/online.ts'

/**
 * Indexes for filters and orders of user lists. Every index makes inserts slower, so those of statuses and kinds contain
 * only the rare values; the common values are found while scanning any other index.
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
