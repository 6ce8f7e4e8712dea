import { sql } from 'kysely'
import type { Db } from '../dialect.ts'

/** Finds hashes of other schemes than the one this server writes; a directory without imports has none here. */
export const up = async (db: Db): Promise<void> => {
  const bytes = db.name === 'sqlite' ? '' : ' collate "C"'
  await sql
    .raw(
      `create index passwords_imported on passwords (hash${bytes}) where substr(hash, 1, 31) <> '$argon2id$v=19$m=19456,t=2,p=1$'`,
    )
    .execute(db.q)
}
