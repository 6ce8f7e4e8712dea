import type { Db } from '../engine/dialect.ts'

/**
 * Whether a request that came with an Idempotency-Key committed anything. Those of an older version, which does not
 * note it, count as done.
 */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .alterTable('kept_answers')
    .addColumn('done', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
}
