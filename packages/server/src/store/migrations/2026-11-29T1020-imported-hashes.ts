import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Finds hashes of other schemes than the one this server writes; a directory without imports has none here. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, {
    name: 'passwords_imported',
    table: 'passwords',
    definition: `(hash${db.name === 'sqlite' ? '' : ' collate "C"'}) where substr(hash, 1, 31) <> '$argon2id$v=19$m=19456,t=2,p=1$'`,
  })
