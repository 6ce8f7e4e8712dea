import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Finds the dead messages that still hold their parameters, without those that lost them. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, {
    name: 'messages_dead_parameters',
    table: 'messages',
    definition: "(created_at) where state = 'dead' and sealed_parameters is not null",
  })
