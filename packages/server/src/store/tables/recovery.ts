import { type Selectable, type SqlBool, sql } from 'kysely'
import type { RecoveryLink } from '../../core/accounts/recovery/recovery-link.ts'
import type { NewRecoveryLink, RecoveryStore } from '../../core/accounts/recovery/recovery-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { findRow, findRows, hasDeleted, hasRow } from '../engine/results.ts'

export type RecoveryLinksTable = {
  id: string
  user_id: string
  email: string
  secret_hash: string
  created_at: number
  expires_at: number
}

export type RecoveryRequestsTable = { id: string; asked: string; created_at: number }

const fromRow = (row: Selectable<RecoveryLinksTable>): RecoveryLink => ({
  id: row.id,
  userId: row.user_id,
  email: row.email,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})

const toRow = (link: NewRecoveryLink): RecoveryLinksTable => ({
  id: link.id,
  user_id: link.userId,
  email: link.email,
  secret_hash: link.secretHash,
  created_at: link.createdAt,
  expires_at: link.expiresAt,
})

export const recoveryStore = (db: Db, { name: dialect, q } = db): RecoveryStore => ({
  insert: (link) => insertRow(db, 'recovery_links', toRow(link), () => notFound('user', link.userId)),
  getBySecret: (secretHash) =>
    findRow(q.selectFrom('recovery_links').selectAll().where('secret_hash', '=', secretHash), fromRow),
  listValidOfUser: (userId, now) =>
    findRows(
      q
        .selectFrom('recovery_links')
        .selectAll()
        .where('user_id', '=', userId)
        .where('expires_at', '>', now)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc'),
      fromRow,
    ),
  consume: (secretHash) => hasDeleted(q.deleteFrom('recovery_links').where('secret_hash', '=', secretHash)),
  async delete(id) {
    await q.deleteFrom('recovery_links').where('id', '=', id).execute()
  },
  async deleteOfUser(userId) {
    await q.deleteFrom('recovery_links').where('user_id', '=', userId).execute()
  },
  purgeExpired: (now, limit) =>
    deleteSome(db, 'recovery_links', { column: 'expires_at', where: sql`expires_at <= ${now}` }, limit),
  async enqueueRequest({ id, identifier, createdAt }, atMost) {
    const { count } = await q
      .selectFrom(q.selectFrom('recovery_requests').select('id').limit(atMost).as('waiting'))
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(count) >= atMost) return false
    await q
      .insertInto('recovery_requests')
      .values({ id, asked: identifier, created_at: createdAt })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    return true
  },
  hasRequests: () => hasRow(q.selectFrom('recovery_requests').select('id').limit(1)),
  async dequeueRequests(limit) {
    // Other nodes take other requests without waiting.
    const locked = dialect === 'postgres' ? sql`for update skip locked` : sql``
    const oldest = sql<SqlBool>`id in (select id from recovery_requests order by created_at limit ${limit} ${locked})`
    return findRows(q.deleteFrom('recovery_requests').where(oldest).returningAll(), (row) => ({
      id: row.id,
      identifier: row.asked,
      createdAt: row.created_at,
    }))
  },
})
