import type { Db } from '../engine/dialect.ts'
import { addColumns } from '../engine/online.ts'

/** Where the page of an invitation leads after it is accepted; null: where the domain or the server says. */
export const online = (db: Db): Promise<void> => addColumns(db, 'invitations', [['return_url', 'text']])
