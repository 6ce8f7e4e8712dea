import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Indexes for user lists by given and family name; users without a name are not included. */
export const online = async (db: Db): Promise<void> => {
  const bytes = db.name === 'sqlite' ? '' : ' collate "C"'
  for (const name of ['given_name', 'family_name'])
    await buildIndex(db, {
      name: `users_${name}`,
      table: 'users',
      definition: `(${name}${bytes}, id) where deleted_at is null and ${name} is not null`,
    })
}
