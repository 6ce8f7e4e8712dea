import { sql } from 'kysely'
import type { Db } from '../dialect.ts'

/**
 * Orders of lists of users. Absent values are in the indexes too: they follow the others, by id. Text sorts by
 * its bytes on both databases.
 */
export const up = async (db: Db): Promise<void> => {
  const bytes = db.name === 'sqlite' ? '' : ' collate "C"'
  for (const statement of [
    'drop index users_email',
    'drop index users_every_name',
    'drop index users_created',
    'drop index users_domain_created',
    'create index users_every_name on users (name, id) where deleted_at is null',
    'create index users_created on users (created_at, id) where deleted_at is null',
    'create index users_domain_created on users (domain_id, created_at, id) where deleted_at is null',
    `create index users_email on users (email${bytes}, id) where deleted_at is null`,
    `create index users_display_name on users (display_name${bytes}, id) where deleted_at is null`,
    'create index users_updated on users (updated_at, id) where deleted_at is null',
    'create index users_last_active on users (last_active_at, id) where deleted_at is null',
  ])
    await sql.raw(statement).execute(db.q)
}
