import { type Selectable, sql } from 'kysely'
import type { Session } from '../../core/access/sessions/session.ts'
import type { SessionStore } from '../../core/access/sessions/session-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { keyset } from '../engine/keyset.ts'

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

const session = (row: Selectable<SessionsTable>): Session => ({
  id: row.id,
  userId: row.user_id,
  methods: fromJson(row.methods),
  agent: row.agent,
  address: row.address,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})

export const sessionStore = (db: Db, { q } = db): SessionStore => ({
  insert: (given) =>
    mapConstraintErrors(
      async () => {
        await q
          .insertInto('sessions')
          .values({
            id: given.id,
            user_id: given.userId,
            secret_hash: given.secretHash,
            methods: json(given.methods),
            agent: given.agent,
            address: given.address,
            created_at: given.createdAt,
            last_seen_at: given.lastSeenAt,
          })
          .execute()
      },
      () => notFound('user', given.userId),
    ),
  async get(id) {
    const row = await q.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst()
    return row && session(row)
  },
  async getBySecret(secretHash) {
    const row = await q
      .selectFrom('sessions')
      .selectAll()
      .where('secret_hash', '=', secretHash)
      .executeTakeFirst()
    return row && session(row)
  },
  async list({ userId, since, limit, from }) {
    const active = q
      .selectFrom('sessions')
      .selectAll()
      .where('user_id', '=', userId)
      .where('created_at', '>', since.begunAfter)
      .where('last_seen_at', '>', since.seenAfter)
    const rows = await keyset(active, { column: 'created_at', descending: true }, from)
      .limit(limit + 1)
      .execute()
    return slice(rows, limit, session)
  },
  async seen(id, at) {
    const { numUpdatedRows } = await q
      .updateTable('sessions')
      .set({ last_seen_at: at })
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  },
  async close(id) {
    const { numDeletedRows } = await q.deleteFrom('sessions').where('id', '=', id).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  },
  async closeOfUser(userId, keep) {
    const all = q.deleteFrom('sessions').where('user_id', '=', userId)
    const rows = await (keep === undefined ? all : all.where('id', '<>', keep)).returning('id').execute()
    return rows.map((row) => row.id)
  },
  async closeOfDomain(domainId) {
    await q
      .deleteFrom('sessions')
      .where('user_id', 'in', q.selectFrom('users').select('id').where('domain_id', '=', domainId))
      .execute()
  },
  async closeEnded(userId, { begunAfter, seenAfter }) {
    await q
      .deleteFrom('sessions')
      .where('user_id', '=', userId)
      .where(({ eb, or }) => or([eb('created_at', '<=', begunAfter), eb('last_seen_at', '<=', seenAfter)]))
      .execute()
  },
  purgeExpired: (seenUntil, limit) =>
    deleteSome(db, 'sessions', { column: 'last_seen_at', where: sql`last_seen_at <= ${seenUntil}` }, limit),
})
