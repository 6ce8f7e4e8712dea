import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Finds the deliveries of an event, which must not be deleted before them. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, {
    name: 'webhook_deliveries_event',
    table: 'webhook_deliveries',
    definition: '(sequence)',
  })
