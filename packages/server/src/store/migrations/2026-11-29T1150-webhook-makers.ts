import type { Db } from '../engine/dialect.ts'
import { addColumns } from '../engine/online.ts'

/**
 * The user that created or last changed a webhook; null in rows of older versions. No foreign key to `users`: the id of
 * a purged user must stay, because a webhook without a user is not paused.
 */
export const online = (db: Db): Promise<void> => addColumns(db, 'webhooks', [['created_by', 'text']])
