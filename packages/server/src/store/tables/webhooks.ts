import { type Selectable, sql } from 'kysely'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Webhook } from '../../core/messaging/webhooks/webhook.ts'
import type { WebhookStore } from '../../core/messaging/webhooks/webhook-store.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { readPage } from '../engine/keyset.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { countRows, findRows, rowCount } from '../engine/results.ts'
import { isLater, sinceNow } from '../engine/webhook-start-position.ts'

export type WebhooksTable = {
  id: string
  domain_id: string | null
  url: string
  description: string | null
  kinds: string
  enabled: number
  disabled_reason: Webhook['disabledReason']
  /** Encrypted, newest first. */
  secrets: string
  /** See `webhook-start-position.ts`. */
  since: string
  created_at: number
  updated_at: number
  version: number
  created_by: string | null
}

const fromRow = (row: Selectable<WebhooksTable>): Webhook => ({
  id: row.id,
  domainId: row.domain_id,
  url: row.url,
  description: row.description,
  kinds: fromJson(row.kinds),
  enabled: row.enabled === 1,
  disabledReason: row.disabled_reason,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
  createdBy: row.created_by,
})

const toRow = (webhook: Omit<Webhook, 'version'>) => ({
  id: webhook.id,
  domain_id: webhook.domainId,
  url: webhook.url,
  description: webhook.description,
  kinds: json(webhook.kinds),
  enabled: flag(webhook.enabled),
  disabled_reason: webhook.disabledReason,
  created_at: webhook.createdAt,
  updated_at: webhook.updatedAt,
  version: 1,
  created_by: webhook.createdBy,
})

export const webhookStore = (db: Db): WebhookStore => {
  const { name: dialect, q } = db
  const webhooks = keysetTable(db, 'webhooks', { fromRow, columns: {} })
  return {
    get: webhooks.get,
    delete: webhooks.delete,
    insert: (webhook, secrets) =>
      webhooks.insert({ ...toRow(webhook), secrets: json(secrets), since: sinceNow(dialect) }, () =>
        notFound('domain', webhook.domainId ?? ''),
      ),
    async secrets(id) {
      const row = await q.selectFrom('webhooks').select('secrets').where('id', '=', id).executeTakeFirst()
      return row ? fromJson(row.secrets) : []
    },
    list({ domainId, limit, from }) {
      const all = q.selectFrom('webhooks').selectAll()
      const found = domainId === undefined ? all : all.where('domain_id', '=', domainId)
      return readPage(found, { limit, from }, fromRow)
    },
    countOf: (domainId) =>
      countRows(
        q
          .selectFrom('webhooks')
          .select(rowCount)
          .where('domain_id', domainId === null ? 'is' : '=', domainId),
      ),
    update: (id, { url, description, kinds, enabled, disabledReason, createdBy, secrets, updatedAt }) =>
      webhooks.update(id, {
        url,
        description,
        kinds: kinds && json(kinds),
        enabled: enabled === undefined ? undefined : flag(enabled),
        since: enabled ? sinceNow(dialect) : undefined,
        disabled_reason: disabledReason,
        created_by: createdBy,
        secrets: secrets && json(secrets),
        updated_at: updatedAt,
        version: sql<number>`version + 1`,
      }),
    async listeners() {
      const enabled = q.selectFrom('webhooks').selectAll().where('enabled', '=', 1)
      // Locks the webhooks until their deliveries are queued.
      return findRows(dialect === 'sqlite' ? enabled : enabled.forKeyShare(), (row) => ({
        webhook: fromRow(row),
        receives: (at) => isLater(dialect, row.since, at),
      }))
    },
  }
}
