import { type Selectable, sql } from 'kysely'
import type { Session } from '../../core/access/sessions/session.ts'
import type { NewSession, SessionStore } from '../../core/access/sessions/session-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { fromJson, json } from '../engine/columns.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { findIds, findRow, hasDeleted, hasUpdated } from '../engine/results.ts'

export type SessionsTable = {
  id: string
  user_id: string
  secret_hash: string
  methods: string
  agent: string | null
  address: string | null
  created_at: number
  last_seen_at: number
}

const fromRow = (row: Selectable<SessionsTable>): Session => ({
  id: row.id,
  userId: row.user_id,
  methods: fromJson(row.methods),
  agent: row.agent,
  address: row.address,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})

const toRow = (session: NewSession): SessionsTable => ({
  id: session.id,
  user_id: session.userId,
  secret_hash: session.secretHash,
  methods: json(session.methods),
  agent: session.agent,
  address: session.address,
  created_at: session.createdAt,
  last_seen_at: session.lastSeenAt,
})

export const sessionStore = (db: Db, { q } = db): SessionStore => ({
  insert: (session) => insertRow(db, 'sessions', toRow(session), () => notFound('user', session.userId)),
  get: (id) => findRow(q.selectFrom('sessions').selectAll().where('id', '=', id), fromRow),
  getBySecret: (secretHash) =>
    findRow(q.selectFrom('sessions').selectAll().where('secret_hash', '=', secretHash), fromRow),
  async list({ userId, since, limit, from }) {
    const active = q
      .selectFrom('sessions')
      .selectAll()
      .where('user_id', '=', userId)
      .where('created_at', '>', since.begunAfter)
      .where('last_seen_at', '>', since.seenAfter)
    return readPage(active, { limit, from, sort: newestFirst }, fromRow)
  },
  recordUse: (id, at) => hasUpdated(q.updateTable('sessions').set({ last_seen_at: at }).where('id', '=', id)),
  close: (id) => hasDeleted(q.deleteFrom('sessions').where('id', '=', id)),
  async closeOfUser(userId, keep) {
    const all = q.deleteFrom('sessions').where('user_id', '=', userId)
    return findIds((keep === undefined ? all : all.where('id', '<>', keep)).returning('id'))
  },
  async closeOfDomain(domainId) {
    await q
      .deleteFrom('sessions')
      .where('user_id', 'in', q.selectFrom('users').select('id').where('domain_id', '=', domainId))
      .execute()
  },
  async closeExpired(userId, { begunAfter, seenAfter }) {
    await q
      .deleteFrom('sessions')
      .where('user_id', '=', userId)
      .where(({ eb, or }) => or([eb('created_at', '<=', begunAfter), eb('last_seen_at', '<=', seenAfter)]))
      .execute()
  },
  purgeExpired: (seenUntil, limit) =>
    deleteSome(db, 'sessions', { column: 'last_seen_at', where: sql`last_seen_at <= ${seenUntil}` }, limit),
})
