import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Index for dead messages whose parameters are not deleted yet. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, {
    name: 'messages_dead_parameters',
    table: 'messages',
    definition: "(created_at) where state = 'dead' and sealed_parameters is not null",
  })
