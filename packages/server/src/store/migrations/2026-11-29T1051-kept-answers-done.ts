import type { Db } from '../engine/dialect.ts'

/**
 * Whether a request with an Idempotency-Key committed anything. Requests of an older version, which does not record it,
 * count as done.
 */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .alterTable('kept_answers')
    .addColumn('done', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
}
