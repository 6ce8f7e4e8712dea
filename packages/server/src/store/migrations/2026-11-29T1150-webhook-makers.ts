import type { Db } from '../engine/dialect.ts'
import { addColumns } from '../engine/online.ts'

/**
 * Who made or last changed a webhook; null in rows of older versions. No reference to `users`: the id of a purged user
 * must stay, since a webhook without a maker is not paused.
 */
export const online = (db: Db): Promise<void> => addColumns(db, 'webhooks', [['created_by', 'text']])
