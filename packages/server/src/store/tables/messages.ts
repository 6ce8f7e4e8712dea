import { type Selectable, type SqlBool, sql } from 'kysely'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Message, MessageState, Template } from '../../core/messaging/mail/message.ts'
import type { MessageStore, NewMessage } from '../../core/messaging/mail/message-store.ts'
import { deleteSome, someOf } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { countUpdated, findRow, hasUpdated } from '../engine/results.ts'

export type MessagesTable = {
  id: string
  user_id: string | null
  domain_id: string | null
  address: string
  template: Template
  language: string | null
  sealed_parameters: string | null
  state: MessageState
  attempts: number
  next_attempt_at: number | null
  /** The lease of the dispatcher that sends it, until `next_attempt_at`. */
  lease: string | null
  last_error: string | null
  expires_at: number | null
  created_at: number
  sent_at: number | null
}

const fromRow = (row: Selectable<MessagesTable>): Message => ({
  id: row.id,
  userId: row.user_id,
  domainId: row.domain_id,
  to: row.address,
  template: row.template,
  language: row.language,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  lastError: row.last_error,
  expiresAt: row.expires_at,
  createdAt: row.created_at,
  sentAt: row.sent_at,
})

/** A literal, so that SQLite can use the partial index of the state. */
const inState = (state: MessageState) => sql.lit(state)

const toRow = (message: NewMessage): MessagesTable => ({
  id: message.id,
  user_id: message.userId,
  domain_id: message.domainId,
  address: message.to,
  template: message.template,
  language: message.language,
  sealed_parameters: message.sealedParameters,
  state: 'queued',
  attempts: 0,
  next_attempt_at: message.createdAt,
  lease: null,
  last_error: null,
  expires_at: message.expiresAt,
  created_at: message.createdAt,
  sent_at: null,
})

export const messageStore = (db: Db): MessageStore => {
  const { name: dialect, q } = db
  const due = (now: number) =>
    q
      .selectFrom('messages')
      .select('id')
      .where('state', '=', inState('queued'))
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .orderBy('id')
  /** Ends an attempt if the lease is still held. */
  const end = async (
    id: string,
    lease: string,
    change: Partial<Pick<MessagesTable, 'state' | 'next_attempt_at' | 'last_error' | 'sent_at'>> & {
      sealed_parameters?: null
    },
  ) => {
    return hasUpdated(
      q
        .updateTable('messages')
        .set({ ...change, lease: null })
        .where('id', '=', id)
        .where('lease', '=', lease),
    )
  }

  return {
    insert: (message) =>
      insertRow(db, 'messages', toRow(message), () => notFound('user', message.userId ?? '')),
    async get(id) {
      if (id.includes('\0')) return undefined
      return findRow(q.selectFrom('messages').selectAll().where('id', '=', id), fromRow)
    },
    async list({ state, userId, domainId, limit, from }) {
      if (userId?.includes('\0') || domainId?.includes('\0')) return { rows: [], more: false }
      let found = q.selectFrom('messages').selectAll()
      if (state !== undefined) found = found.where('state', '=', inState(state))
      if (userId !== undefined) found = found.where('user_id', '=', userId)
      if (domainId !== undefined) found = found.where('domain_id', '=', domainId)
      return readPage(found, { limit, from, sort: newestFirst }, fromRow)
    },
    async count(state, limit) {
      const found = q.selectFrom('messages').select('id').where('state', '=', inState(state)).limit(limit)
      const { count } = await q
        .selectFrom(found.as('found'))
        .select(({ fn }) => fn.countAll<number | string>().as('count'))
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async anyDue(now) {
      return (await due(now).limit(1).executeTakeFirst()) !== undefined
    },
    async claim({ now, until, lease, limit }) {
      // Skips rows that another node is claiming, instead of waiting for it.
      const free = dialect === 'postgres' ? due(now).forUpdate().skipLocked() : due(now)
      const ids = (await free.limit(limit).execute()).map(({ id }) => id)
      if (ids.length === 0) return []
      const rows = await q
        .updateTable('messages')
        .set(({ eb }) => ({ lease, next_attempt_at: until, attempts: eb('attempts', '+', 1) }))
        .where('id', 'in', ids)
        .returningAll()
        .execute()
      return rows
        .map((row) => ({ ...fromRow(row), sealedParameters: row.sealed_parameters, lease }))
        .sort((a, b) => a.createdAt - b.createdAt)
    },
    markSent: (id, lease, at) =>
      end(id, lease, {
        state: 'sent',
        sent_at: at,
        next_attempt_at: null,
        last_error: null,
        sealed_parameters: null,
      }),
    markFailed: (id, lease, error, at) =>
      end(id, lease, {
        state: at === undefined ? 'dead' : 'queued',
        next_attempt_at: at ?? null,
        last_error: error,
      }),
    retry: (id, now) =>
      hasUpdated(
        q
          .updateTable('messages')
          .set({ state: 'queued', next_attempt_at: now, attempts: 0 })
          .where('id', '=', id)
          .where('state', '<>', 'sent')
          .where('lease', 'is', null)
          .where('sealed_parameters', 'is not', null),
      ),
    async deleteOfUser(userId) {
      await q.deleteFrom('messages').where('user_id', '=', userId).execute()
    },
    purgeExpired: (createdBefore, limit) =>
      deleteSome(
        db,
        'messages',
        { column: 'created_at', where: sql`state <> 'queued' and created_at < ${createdBefore}` },
        limit,
      ),
    async purgeParameters(createdBefore, limit) {
      const where = sql<SqlBool>`state = 'dead' and sealed_parameters is not null and created_at < ${createdBefore}`
      return countUpdated(
        q
          .updateTable('messages')
          .set({ sealed_parameters: null })
          .where(someOf(db, 'messages', { column: 'created_at', where }, limit)),
      )
    },
  }
}
