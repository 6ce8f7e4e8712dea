import { sql } from 'kysely'
import type { Db } from '../dialect.ts'

/** Lists of users by the names of people; whoever has none costs nothing here. */
export const up = async (db: Db): Promise<void> => {
  const bytes = db.name === 'sqlite' ? '' : ' collate "C"'
  for (const name of ['given_name', 'family_name'])
    await sql
      .raw(
        `create index users_${name} on users (${name}${bytes}, id) where deleted_at is null and ${name} is not null`,
      )
      .execute(db.q)
}
