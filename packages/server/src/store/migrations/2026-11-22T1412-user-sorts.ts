import type { Db } from '../engine/dialect.ts'
import { buildIndex, replaceIndex } from '../engine/online.ts'

/**
 * Indexes for the orders of user lists. They include absent values, which follow the others by id. Text sorts bytewise
 * on both databases.
 */
export const online = async (db: Db): Promise<void> => {
  const bytes = db.name === 'sqlite' ? '' : ' collate "C"'
  const users = (name: string, columns: string) => ({
    name,
    table: 'users',
    definition: `(${columns}) where deleted_at is null`,
  })
  await replaceIndex(db, users('users_every_name', 'name, id'))
  await replaceIndex(db, users('users_created', 'created_at, id'))
  await replaceIndex(db, users('users_domain_created', 'domain_id, created_at, id'))
  await replaceIndex(db, users('users_email', `email${bytes}, id`))
  await buildIndex(db, users('users_display_name', `display_name${bytes}, id`))
  await buildIndex(db, users('users_updated', 'updated_at, id'))
  await buildIndex(db, users('users_last_active', 'last_active_at, id'))
}
