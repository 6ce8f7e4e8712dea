import { type Selectable, sql } from 'kysely'
import type { DeliveryStore, NewDelivery } from '../../core/messaging/webhooks/delivery-store.ts'
import type { Delivery, DeliveryState } from '../../core/messaging/webhooks/webhook.ts'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { beyond, inEventOrder, settled } from '../engine/event-order.ts'
import { newestFirst, readPage } from '../engine/keyset.ts'
import { findRow, findRows, hasUpdated } from '../engine/results.ts'
import { earliest } from '../engine/webhook-start-position.ts'
import { entryFromRow } from './events.ts'

export type WebhookDeliveriesTable = {
  id: string
  webhook_id: string
  sequence: number | null
  kind: string
  state: DeliveryState
  attempts: number
  next_attempt_at: number | null
  /** The lease of the current attempt, until `next_attempt_at`. */
  lease: string | null
  last_status: number | null
  last_error: string | null
  response: string | null
  created_at: number
  first_attempt_at: number | null
  last_attempt_at: number | null
}

/** The position of a reader in the event log; the transaction is only used on PostgreSQL. */
export type EventLogReadersTable = { name: string; transaction_id: string; sequence: number }

const reader = 'webhooks'
/** Rows per statement, far below the parameter limit of both databases. */
const rowsAtOnce = 500

const fromRow = (row: Selectable<WebhookDeliveriesTable>): Delivery => ({
  id: row.id,
  webhookId: row.webhook_id,
  sequence: row.sequence,
  kind: row.kind,
  state: row.state,
  attempts: row.attempts,
  nextAttemptAt: row.next_attempt_at,
  lastStatus: row.last_status,
  lastError: row.last_error,
  response: row.response,
  createdAt: row.created_at,
  firstAttemptAt: row.first_attempt_at,
  lastAttemptAt: row.last_attempt_at,
})

const toRow = (delivery: NewDelivery) => ({
  id: delivery.id,
  webhook_id: delivery.webhookId,
  sequence: delivery.sequence,
  kind: delivery.kind,
  state: 'queued' as const,
  attempts: 0,
  next_attempt_at: delivery.createdAt,
  created_at: delivery.createdAt,
})

export const deliveryStore = (db: Db, { name: dialect, q } = db): DeliveryStore => ({
  async insert(input) {
    for (let from = 0; from < input.length; from += rowsAtOnce)
      await q
        .insertInto('webhook_deliveries')
        .values(input.slice(from, from + rowsAtOnce).map(toRow))
        .onConflict((conflict) => conflict.columns(['webhook_id', 'sequence']).doNothing())
        .execute()
  },
  async get(id) {
    if (id.includes('\0')) return undefined
    return findRow(q.selectFrom('webhook_deliveries').selectAll().where('id', '=', id), fromRow)
  },
  async list({ webhookId, state, limit, from }) {
    const all = q.selectFrom('webhook_deliveries').selectAll().where('webhook_id', '=', webhookId)
    const found = state === undefined ? all : all.where('state', '=', state)
    return readPage(found, { limit, from, sort: newestFirst }, fromRow)
  },
  due: (now) =>
    findRows(
      q
        .selectFrom('webhooks')
        .select(['id', 'domain_id', 'created_by'])
        .where('enabled', '=', 1)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('webhook_deliveries')
              .select('webhook_deliveries.id')
              .whereRef('webhook_deliveries.webhook_id', '=', 'webhooks.id')
              .where('state', '=', 'queued')
              .where('next_attempt_at', '<=', now),
          ),
        ),
      (row) => ({ id: row.id, domainId: row.domain_id, createdBy: row.created_by }),
    ),
  async claim({ webhookId, now, until, lease, limit }) {
    const due = q
      .selectFrom('webhook_deliveries')
      .select('id')
      .where('webhook_id', '=', webhookId)
      .where('state', '=', 'queued')
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .orderBy('id')
      .limit(limit)
    const free = await (dialect === 'sqlite' ? due : due.forUpdate().skipLocked()).execute()
    if (free.length === 0) return []
    const rows = await q
      .updateTable('webhook_deliveries')
      .set(({ eb }) => ({ lease, next_attempt_at: until, attempts: eb('attempts', '+', 1) }))
      .where(
        'id',
        'in',
        free.map(({ id }) => id),
      )
      .returningAll()
      .execute()
    return rows
      .map((row) => ({ delivery: fromRow(row), lease }))
      .sort((a, b) => (a.delivery.sequence ?? 0) - (b.delivery.sequence ?? 0))
  },
  recordAttempt: (id, lease, { state, nextAttemptAt, lastStatus, lastError, response, at }) =>
    hasUpdated(
      q
        .updateTable('webhook_deliveries')
        .set(({ fn, ref }) => ({
          state,
          next_attempt_at: nextAttemptAt,
          last_status: lastStatus,
          last_error: lastError,
          response,
          lease: null,
          first_attempt_at: fn.coalesce(ref('first_attempt_at'), sql<number>`cast(${at} as bigint)`),
          last_attempt_at: at,
        }))
        .where('id', '=', id)
        .where('lease', '=', lease),
    ),
  async release(id, lease, now) {
    await q
      .updateTable('webhook_deliveries')
      .set(({ eb }) => ({ lease: null, next_attempt_at: now, attempts: eb('attempts', '-', 1) }))
      .where('id', '=', id)
      .where('lease', '=', lease)
      .execute()
  },
  requeue: (id, now) =>
    findRow(
      q
        .updateTable('webhook_deliveries')
        .set({ state: 'queued', next_attempt_at: now, attempts: 0, lease: null })
        .where('id', '=', id)
        .where(({ or, eb }) => or([eb('lease', 'is', null), eb('next_attempt_at', '<=', now)]))
        .returningAll(),
      fromRow,
    ),
  purgeExpired: (before, limit) =>
    deleteSome(db, 'webhook_deliveries', { column: 'created_at', where: sql`created_at < ${before}` }, limit),
  async nextUndelivered(limit, lock) {
    const position = q.selectFrom('journal_readers').selectAll().where('name', '=', reader)
    const stand = await (lock && dialect === 'postgres'
      ? position.forUpdate().skipLocked()
      : position
    ).executeTakeFirst()
    if (!stand) return undefined
    const listening = await q.selectFrom('webhooks').select('since').where('enabled', '=', 1).execute()
    if (listening.length === 0) return []
    // A new webhook does not require a scan of earlier events.
    const start = earliest(
      dialect,
      listening.map(({ since }) => since),
    )
    return findRows(
      inEventOrder(
        dialect,
        q
          .selectFrom('events')
          .selectAll()
          .where(beyond(dialect, { id: String(stand.sequence), value: stand.transaction_id }))
          .where(beyond(dialect, start))
          .where(settled(dialect)),
      ).limit(limit),
      entryFromRow,
    )
  },
  async advanceCursor({ id, value }) {
    await q
      .updateTable('journal_readers')
      .set({ sequence: Number(id), transaction_id: String(value ?? 0) })
      .where('name', '=', reader)
      .execute()
  },
})
