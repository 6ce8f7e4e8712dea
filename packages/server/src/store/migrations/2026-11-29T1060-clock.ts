import type { Db } from '../engine/dialect.ts'

/** The latest time reached by the clock, so that a clock that is set back does not reuse earlier times. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema
    .createTable('clock')
    .addColumn('reached', 'bigint', (c) => c.notNull())
    .execute()
  await q.insertInto('clock').values({ reached: 0 }).execute()
}
