import type { Db } from '../engine/dialect.ts'
import { addColumns } from '../engine/online.ts'

/** The return URL of an accepted invitation; null: the one of the domain or the server. */
export const online = (db: Db): Promise<void> => addColumns(db, 'invitations', [['return_url', 'text']])
