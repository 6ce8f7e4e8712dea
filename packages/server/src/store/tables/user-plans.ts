import { sql } from 'kysely'
import type { PlanStore } from '../../core/directory/plans/plan-store.ts'
import type { Db } from '../engine/dialect.ts'
import { findRow, hasRow } from '../engine/results.ts'
import { userFromRow } from './user-rows.ts'

/** The plans of users, which are columns of the table of users. */
export const userPlans = ({ q }: Db): Pick<PlanStore, 'isInUse' | 'attach' | 'extend' | 'markEnded'> => {
  const active = () => q.updateTable('users').where('deleted_at', 'is', null)
  const next = sql<number>`version + 1`
  return {
    isInUse: (id) =>
      hasRow(
        q.selectFrom('users').select('id').where('plan_id', '=', id).where('deleted_at', 'is', null).limit(1),
      ),
    attach: (userId, plan, at) =>
      findRow(
        active()
          .set(({ eb, ref }) => ({
            plan_id: plan.id,
            plan_expires_at: plan.expiresAt,
            // The expiry of another plan is a different one, even at the same time.
            plan_end_told: eb
              .case()
              .when('plan_id', '=', plan.id)
              .then(ref('plan_end_told'))
              .else(null)
              .end(),
            updated_at: at,
            version: next,
          }))
          .where('id', '=', userId)
          .returningAll(),
        userFromRow,
      ),
    extend(userId, planId, by, at, until) {
      // Casts the parameters, because PostgreSQL cannot infer their types.
      const end = sql<number>`case
        when plan_expires_at > cast(${at} as bigint) then plan_expires_at
        else cast(${at} as bigint) end + cast(${by} as bigint)`
      const extended = active()
        .set({ plan_expires_at: end, updated_at: at, version: next })
        .where('id', '=', userId)
        .where('plan_id', '=', planId)
        .where(end, '<=', until)
        .returningAll()
      return findRow(extended, userFromRow)
    },
    async markEnded(at, limit) {
      const unrecorded = sql<boolean>`plan_expires_at is not null and plan_end_told is distinct from plan_expires_at`
      const due = q
        .selectFrom('users')
        .select('id')
        .where(unrecorded)
        .where('plan_expires_at', '<=', at)
        .where('deleted_at', 'is', null)
        .orderBy('plan_expires_at')
        .orderBy('id')
        .limit(limit)
      // The condition is repeated for each row: of several nodes that wait for it, only the first reports it.
      const rows = await active()
        .set({ plan_end_told: sql<number>`plan_expires_at` })
        .where('id', 'in', due)
        .where(unrecorded)
        .where('plan_expires_at', '<=', at)
        .returning(['id', 'domain_id', 'plan_id', 'plan_expires_at'])
        .execute()
      return rows.map((row) => ({
        userId: row.id,
        domainId: row.domain_id,
        planId: row.plan_id ?? '',
        expiredAt: row.plan_expires_at ?? 0,
      }))
    },
  }
}
