import { type Generated, type Selectable, sql } from 'kysely'
import { notFound } from '../../core/kernel/domain-error.ts'
import type {
  StoredResponse,
  StoredResponseStore,
} from '../../core/kernel/idempotency/stored-response-store.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { hasUpdated } from '../engine/results.ts'

export type StoredResponsesTable = {
  id: string
  user_id: string
  request: string
  begun_at: number
  attempt: string
  answer: string | null
  /** 0: begun, 1: committed, 2: committed and ended without a response. */
  done: Generated<number>
}

const progress = ['begun', 'done', 'ended'] as const

const fromRow = (row: Selectable<StoredResponsesTable>): StoredResponse => ({
  id: row.id,
  userId: row.user_id,
  request: row.request,
  begunAt: row.begun_at,
  attempt: row.attempt,
  progress: progress[row.done] ?? 'done',
  response: row.answer,
})

export const storedResponseStore = (db: Db, { q } = db): StoredResponseStore => ({
  begin: ({ id, userId, request, begunAt, attempt }, expired) =>
    mapConstraintErrors(
      async () => {
        await q.deleteFrom('kept_answers').where('id', '=', id).where('begun_at', '<=', expired).execute()
        const made = await q
          .insertInto('kept_answers')
          .values({ id, user_id: userId, request, begun_at: begunAt, attempt, done: 0 })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .returning('id')
          .executeTakeFirst()
        if (made) return undefined
        const row = await q.selectFrom('kept_answers').selectAll().where('id', '=', id).executeTakeFirst()
        // Deleted between the two queries: the client retries.
        return row
          ? fromRow(row)
          : { id, userId, request, begunAt, attempt: '', progress: 'begun', response: null }
      },
      () => notFound('user', userId),
    ),
  async storeResponse(id, attempt, answer) {
    await q
      .updateTable('kept_answers')
      .set({ answer })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .execute()
  },
  markDone: (id, attempt) =>
    hasUpdated(
      q.updateTable('kept_answers').set({ done: 1 }).where('id', '=', id).where('attempt', '=', attempt),
    ),
  takeOver: ({ id, attempt }, to, begunAt) =>
    hasUpdated(
      q
        .updateTable('kept_answers')
        .set({ attempt: to, begun_at: begunAt })
        .where('id', '=', id)
        .where('attempt', '=', attempt)
        .where('done', '=', 0)
        .where('answer', 'is', null),
    ),
  async abandon(id, attempt) {
    // A running commit locks the row: these statements wait for it and then see its result.
    await q
      .deleteFrom('kept_answers')
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('done', '=', 0)
      .execute()
    await q
      .updateTable('kept_answers')
      .set({ done: 2 })
      .where('id', '=', id)
      .where('attempt', '=', attempt)
      .where('done', '=', 1)
      .where('answer', 'is', null)
      .execute()
  },
  purgeExpired: (begunUntil, limit) =>
    deleteSome(db, 'kept_answers', { column: 'begun_at', where: sql`begun_at <= ${begunUntil}` }, limit),
})
