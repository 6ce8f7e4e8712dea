import type { Db } from '../engine/dialect.ts'
import { addColumns } from '../engine/online.ts'

/** The language that a user prefers, and the language of an email. */
export const online = async (db: Db): Promise<void> => {
  await addColumns(db, 'users', [['language', 'text']])
  await addColumns(db, 'messages', [['language', 'text']])
}
