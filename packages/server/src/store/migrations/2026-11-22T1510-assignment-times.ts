import type { Db } from '../engine/dialect.ts'

/** When roles were assigned; unknown for older assignments. */
export const up = async (db: Db): Promise<void> => {
  for (const column of ['created_at', 'updated_at'])
    await db.q.schema.alterTable('assignments').addColumn(column, 'bigint').execute()
}
