import type { Db } from '../engine/dialect.ts'
import { addColumns, buildIndex } from '../engine/online.ts'

/** A deleted user keeps its status, and is listed and purged by the time of its deletion. */
export const online = async (db: Db): Promise<void> => {
  await addColumns(db, 'users', [['former_status', 'text']])
  for (const [name, columns] of [
    ['users_deleted', 'deleted_at, id'],
    ['users_deleted_domain', 'domain_id, deleted_at, id'],
  ] as const)
    await buildIndex(db, {
      name,
      table: 'users',
      definition: `(${columns}) where deleted_at is not null`,
    })
}
