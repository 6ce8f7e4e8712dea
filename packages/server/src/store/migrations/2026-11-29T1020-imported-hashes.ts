import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Index for hashes of other schemes than the current one; empty without imports. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, {
    name: 'passwords_imported',
    table: 'passwords',
    definition: `(hash${db.name === 'sqlite' ? '' : ' collate "C"'}) where substr(hash, 1, 31) <> '$argon2id$v=19$m=19456,t=2,p=1$'`,
  })
