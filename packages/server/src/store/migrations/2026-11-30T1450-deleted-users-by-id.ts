import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** The order in which a bulk job with a filter restores the deleted users of a domain. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, {
    name: 'users_deleted_by_id',
    table: 'users',
    definition: '(domain_id, id) where deleted_at is not null',
  })
