import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

/** The plan of a bulk job that sets the plan of its users. */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema.alterTable('bulk_jobs').addColumn('plan_id', text(db)).execute()
}
