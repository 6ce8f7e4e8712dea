import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** The group of a bulk job that adds or removes members. */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema.alterTable('bulk_jobs').addColumn('group_id', text(db)).execute()
}
