import type { Db } from '../engine/dialect.ts'

/** How far the clock has come: a clock that is set back must not date anything before what is dated already. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema
    .createTable('clock')
    .addColumn('reached', 'bigint', (c) => c.notNull())
    .execute()
  await q.insertInto('clock').values({ reached: 0 }).execute()
}
