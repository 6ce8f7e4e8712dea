import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Index for the deliveries of an event, which is kept as long as they exist. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, {
    name: 'webhook_deliveries_event',
    table: 'webhook_deliveries',
    definition: '(sequence)',
  })
