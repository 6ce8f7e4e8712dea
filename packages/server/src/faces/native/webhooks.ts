import { type webhooks as contract, deliveryStates } from '@muster/contract/native/webhooks.ts'
import { createWebhook } from '../../core/webhooks/create-webhook.ts'
import { deleteWebhook } from '../../core/webhooks/delete-webhook.ts'
import { listDeliveries, pingWebhook, redeliver } from '../../core/webhooks/deliveries.ts'
import { getWebhook } from '../../core/webhooks/get-webhook.ts'
import { listWebhooks } from '../../core/webhooks/list-webhooks.ts'
import { rotateWebhookSecret } from '../../core/webhooks/rotate-webhook-secret.ts'
import { updateWebhook } from '../../core/webhooks/update-webhook.ts'
import type { Delivery, WebhookView } from '../../core/webhooks/webhook.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, readChoice, readPage, readText } from './lists.ts'
import { time, timeOrNull } from './times.ts'
import type { NativeHandlers } from './visit.ts'

const show = (webhook: WebhookView) => ({
  id: webhook.id,
  domain_id: webhook.domainId,
  url: webhook.url,
  description: webhook.description,
  kinds: [...webhook.kinds],
  enabled: webhook.enabled,
  disabled_reason: webhook.disabledReason,
  paused_because: webhook.pausedBecause,
  created_by: webhook.createdBy,
  created_at: time(webhook.createdAt),
  updated_at: time(webhook.updatedAt),
})

const showDelivery = (delivery: Delivery) => ({
  id: delivery.id,
  webhook_id: delivery.webhookId,
  event_sequence: delivery.sequence,
  kind: delivery.kind,
  state: delivery.state,
  attempts: delivery.attempts,
  next_attempt_at: timeOrNull(delivery.nextAttemptAt),
  last_status: delivery.lastStatus,
  last_error: delivery.lastError,
  response: delivery.response,
  created_at: time(delivery.createdAt),
  first_attempt_at: timeOrNull(delivery.firstAttemptAt),
  last_attempt_at: timeOrNull(delivery.lastAttemptAt),
})

export const webhooks = {
  async listWebhooks({ query }, visit) {
    const asked = readPage('webhooks', query, visit)
    const { limit, from } = asked
    const found = await visit.run(listWebhooks, { domainId: readText(query, 'domain_id'), limit, from })
    const next_cursor = nextCursor(found, asked, ({ id }: WebhookView) => ({ id }), visit)
    return { status: 200, body: { webhooks: found.rows.map(show), next_cursor } }
  },

  async createWebhook({ body }, visit) {
    const { domain_id: domainId, ...words } = body
    const { webhook, secret } = await visit.run(createWebhook, { ...words, domainId })
    const location = `${visit.base}/api/v1/webhooks/${webhook.id}`
    return {
      status: 201,
      headers: { location, etag: etagOf(webhook) },
      body: { webhook: show(webhook), secret },
    }
  },

  async getWebhook({ params }, visit) {
    const webhook = await visit.run(getWebhook, { id: params.webhook_id })
    return { status: 200, headers: { etag: etagOf(webhook) }, body: show(webhook) }
  },

  async updateWebhook({ params, body }, visit) {
    const ifVersion = readIfMatch(visit.header('if-match'))
    const webhook = await visit.run(updateWebhook, { ...body, id: params.webhook_id, ifVersion })
    return { status: 200, headers: { etag: etagOf(webhook) }, body: show(webhook) }
  },

  async deleteWebhook({ params }, visit) {
    await visit.run(deleteWebhook, { id: params.webhook_id })
    return { status: 204 }
  },

  async rotateWebhookSecret({ params, body }, visit) {
    const { webhook, secret } = await visit.run(rotateWebhookSecret, {
      id: params.webhook_id,
      overlap: body.overlap_seconds,
    })
    return { status: 200, headers: { etag: etagOf(webhook) }, body: { webhook: show(webhook), secret } }
  },

  async pingWebhook({ params }, visit) {
    return { status: 202, body: showDelivery(await visit.run(pingWebhook, { id: params.webhook_id })) }
  },

  async listDeliveries({ params, query }, visit) {
    const asked = readPage(`deliveries ${params.webhook_id}`, query, visit)
    const found = await visit.run(listDeliveries, {
      webhookId: params.webhook_id,
      state: readChoice(query, 'state', deliveryStates),
      limit: asked.limit,
      from: asked.from,
    })
    const position = ({ id, createdAt }: Delivery) => ({ id, value: createdAt })
    const next_cursor = nextCursor(found, asked, position, visit)
    return { status: 200, body: { deliveries: found.rows.map(showDelivery), next_cursor } }
  },

  async redeliver({ params }, visit) {
    const again = await visit.run(redeliver, { webhookId: params.webhook_id, id: params.delivery_id })
    return { status: 202, body: showDelivery(again) }
  },
} satisfies NativeHandlers<typeof contract>
