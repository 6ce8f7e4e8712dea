import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { LockoutStore, LockRule } from '../../core/access/authentication/lockout-store.ts'
import type { Db } from '../engine/dialect.ts'

export type LockoutsTable = { user_id: string; failures: number; failed_at: number }

const locked = ({ attempts, since }: LockRule): RawBuilder<SqlBool> =>
  sql`(lockouts.failures >= ${attempts} and lockouts.failed_at > ${since})`

export const lockoutStore = ({ q }: Db): LockoutStore => {
  const get: LockoutStore['get'] = async (userId) => {
    const row = await q.selectFrom('lockouts').selectAll().where('user_id', '=', userId).executeTakeFirst()
    return row && { count: row.failures, lastAt: row.failed_at }
  }
  return {
    get,
    async recordFailure(userId, at, rule) {
      const row = await q
        .insertInto('lockouts')
        .values({ user_id: userId, failures: 1, failed_at: at })
        .onConflict((conflict) =>
          conflict
            .column('user_id')
            .doUpdateSet({
              failures: sql<number>`case when lockouts.failures >= ${rule.attempts} then 1 else lockouts.failures + 1 end`,
              failed_at: at,
            })
            .where(sql<SqlBool>`not ${locked(rule)}`),
        )
        .returning('failures')
        .executeTakeFirst()
      return row?.failures
    },
    async clearUnlessLocked(userId, rule) {
      await q
        .deleteFrom('lockouts')
        .where('user_id', '=', userId)
        .where(sql<SqlBool>`not ${locked(rule)}`)
        .execute()
      return (await get(userId)) === undefined
    },
    async clear(userId) {
      await q.deleteFrom('lockouts').where('user_id', '=', userId).execute()
    },
  }
}
