import type { Selectable } from 'kysely'
import { notFound } from '../../core/kernel/domain-error.ts'
import type { Webhook } from '../../core/messaging/webhooks/webhook.ts'
import type { WebhookStore } from '../../core/messaging/webhooks/webhook-store.ts'
import { slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { keyset } from '../engine/keyset.ts'
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

const read = (row: Selectable<WebhooksTable>): Webhook => ({
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

export const webhookStore = ({ name: dialect, q }: Db): WebhookStore => ({
  insert: (given, secrets) =>
    mapConstraintErrors(
      async () =>
        read(
          await q
            .insertInto('webhooks')
            .values({
              id: given.id,
              domain_id: given.domainId,
              url: given.url,
              description: given.description,
              kinds: json(given.kinds),
              enabled: flag(given.enabled),
              disabled_reason: given.disabledReason,
              secrets: json(secrets),
              since: sinceNow(dialect),
              created_at: given.createdAt,
              updated_at: given.updatedAt,
              version: 1,
              created_by: given.createdBy,
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      () => notFound('domain', given.domainId ?? ''),
    ),
  async get(id) {
    if (id.includes('\0')) return undefined
    const row = await q.selectFrom('webhooks').selectAll().where('id', '=', id).executeTakeFirst()
    return row && read(row)
  },
  async secrets(id) {
    const row = await q.selectFrom('webhooks').select('secrets').where('id', '=', id).executeTakeFirst()
    return row ? fromJson(row.secrets) : []
  },
  async list({ domainId, limit, from }) {
    const all = q.selectFrom('webhooks').selectAll()
    const rows = await keyset(
      domainId === undefined ? all : all.where('domain_id', '=', domainId),
      undefined,
      from,
    )
      .limit(limit + 1)
      .execute()
    return slice(rows, limit, read)
  },
  async countOf(domainId) {
    const { count } = await q
      .selectFrom('webhooks')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('domain_id', domainId === null ? 'is' : '=', domainId)
      .executeTakeFirstOrThrow()
    return Number(count)
  },
  async update(id, { url, description, kinds, enabled, disabledReason, createdBy, secrets, updatedAt }) {
    const row = await q
      .updateTable('webhooks')
      .set({
        ...(url === undefined ? {} : { url }),
        ...(description === undefined ? {} : { description }),
        ...(kinds === undefined ? {} : { kinds: json(kinds) }),
        ...(enabled === undefined ? {} : { enabled: flag(enabled) }),
        ...(enabled === true ? { since: sinceNow(dialect) } : {}),
        ...(disabledReason === undefined ? {} : { disabled_reason: disabledReason }),
        ...(createdBy === undefined ? {} : { created_by: createdBy }),
        ...(secrets === undefined ? {} : { secrets: json(secrets) }),
        updated_at: updatedAt,
      })
      .set(({ eb }) => ({ version: eb('version', '+', 1) }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
    return row && read(row)
  },
  async delete(id) {
    const { numDeletedRows } = await q.deleteFrom('webhooks').where('id', '=', id).executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  },
  async listeners() {
    const enabled = q.selectFrom('webhooks').selectAll().where('enabled', '=', 1)
    // Locks the webhooks until their deliveries are queued.
    const rows = await (dialect === 'sqlite' ? enabled : enabled.forKeyShare()).execute()
    return rows.map((row) => ({ webhook: read(row), receives: (at) => isLater(dialect, row.since, at) }))
  },
})
