import type { Selectable } from 'kysely'
import type { KeptAnswer, KeptAnswerStore } from '../core/idempotency/kept-answer-store.ts'
import { notFound } from '../core/refusal.ts'
import { guarded } from './constraints.ts'
import type { Db } from './dialect.ts'

export type KeptAnswersTable = {
  id: string
  user_id: string
  request: string
  begun_at: number
  attempt: string
  answer: string | null
}

const kept = (row: Selectable<KeptAnswersTable>): KeptAnswer => ({
  id: row.id,
  userId: row.user_id,
  request: row.request,
  begunAt: row.begun_at,
  attempt: row.attempt,
  answer: row.answer,
})

export const keptAnswerStore = ({ q }: Db): KeptAnswerStore => ({
  begin: ({ id, userId, request, begunAt, attempt }, expired) =>
    guarded(
      async () => {
        await q.deleteFrom('kept_answers').where('id', '=', id).where('begun_at', '<=', expired).execute()
        const made = await q
          .insertInto('kept_answers')
          .values({ id, user_id: userId, request, begun_at: begunAt, attempt })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst()
        if (made) return undefined
        const row = await q.selectFrom('kept_answers').selectAll().where('id', '=', id).executeTakeFirst()
        // Dropped between the two looks: whoever asks tries again in a moment.
        return row ? kept(row) : { id, userId, request, begunAt, attempt: '', answer: null }
      },
      () => notFound('user', userId),
    ),
  async keep(id, attempt, answer) {
    await q
      .updateTable('kept_answers')
      .set({ answer })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .execute()
  },
  async drop(id, attempt) {
    await q.deleteFrom('kept_answers').where('id', '=', id).where('attempt', '=', attempt).execute()
  },
  async sweep(begunUntil, limit) {
    const some = q.selectFrom('kept_answers').select('id').where('begun_at', '<=', begunUntil).limit(limit)
    const { numDeletedRows } = await q
      .deleteFrom('kept_answers')
      .where('id', 'in', some)
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  },
})
