import type { Db } from '../engine/dialect.ts'
import { addColumns, buildIndex } from '../engine/online.ts'

/** The verification is bound to `verified_email`, so that a change by an older node invalidates it too. */
export const online = async (db: Db): Promise<void> => {
  const bytes = db.name === 'sqlite' ? 'text' : 'text collate "C"'
  await addColumns(db, 'users', [
    ['external_id', bytes],
    ['public_metadata', 'text'],
    ['email_verified_at', 'bigint'],
    ['verified_email', bytes],
  ])
  await buildIndex(db, {
    name: 'users_external_id',
    table: 'users',
    unique: true,
    definition: '(domain_id, external_id) where external_id is not null and deleted_at is null',
  })
}
