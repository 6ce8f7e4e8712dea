import { type webhooks as contract, deliveryStates } from '@muster/contract/native/webhooks.ts'
import { createWebhook } from '../../core/messaging/webhooks/create-webhook.ts'
import { listDeliveries, pingWebhook, redeliver } from '../../core/messaging/webhooks/deliveries.ts'
import { rotateWebhookSecret } from '../../core/messaging/webhooks/rotate-webhook-secret.ts'
import { updateWebhook } from '../../core/messaging/webhooks/update-webhook.ts'
import type { Delivery, WebhookView } from '../../core/messaging/webhooks/webhook.ts'
import { deleteWebhook, getWebhook, listWebhooks } from '../../core/messaging/webhooks/webhooks.ts'
import { etagOf, readIfMatch } from './entity-tags.ts'
import { nextCursor, readChoice, readPage, readText } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time, timeOrNull } from './times.ts'

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
  async listWebhooks({ query }, context) {
    const page = readPage('webhooks', query, context)
    const { limit, from } = page
    const found = await context.run(listWebhooks, { domainId: readText(query, 'domain_id'), limit, from })
    const next_cursor = nextCursor(found, page, ({ id }: WebhookView) => ({ id }), context)
    return { status: 200, body: { webhooks: found.rows.map(show), next_cursor } }
  },

  async createWebhook({ body }, context) {
    const { domain_id: domainId, ...words } = body
    const { webhook, secret } = await context.run(createWebhook, { ...words, domainId })
    const location = `${context.base}/api/v1/webhooks/${webhook.id}`
    return {
      status: 201,
      headers: { location, etag: etagOf(webhook) },
      body: { webhook: show(webhook), secret },
    }
  },

  async getWebhook({ params }, context) {
    const webhook = await context.run(getWebhook, { id: params.webhook_id })
    return { status: 200, headers: { etag: etagOf(webhook) }, body: show(webhook) }
  },

  async updateWebhook({ params, body }, context) {
    const ifVersion = readIfMatch(context.header('if-match'))
    const webhook = await context.run(updateWebhook, { ...body, id: params.webhook_id, ifVersion })
    return { status: 200, headers: { etag: etagOf(webhook) }, body: show(webhook) }
  },

  async deleteWebhook({ params }, context) {
    await context.run(deleteWebhook, { id: params.webhook_id })
    return { status: 204 }
  },

  async rotateWebhookSecret({ params, body }, context) {
    const { webhook, secret } = await context.run(rotateWebhookSecret, {
      id: params.webhook_id,
      overlap: body.overlap_seconds,
    })
    return { status: 200, headers: { etag: etagOf(webhook) }, body: { webhook: show(webhook), secret } }
  },

  async pingWebhook({ params }, context) {
    return { status: 202, body: showDelivery(await context.run(pingWebhook, { id: params.webhook_id })) }
  },

  async listDeliveries({ params, query }, context) {
    const page = readPage(`deliveries ${params.webhook_id}`, query, context)
    const found = await context.run(listDeliveries, {
      webhookId: params.webhook_id,
      state: readChoice(query, 'state', deliveryStates),
      limit: page.limit,
      from: page.from,
    })
    const position = ({ id, createdAt }: Delivery) => ({ id, value: createdAt })
    const next_cursor = nextCursor(found, page, position, context)
    return { status: 200, body: { deliveries: found.rows.map(showDelivery), next_cursor } }
  },

  async redeliver({ params }, context) {
    const again = await context.run(redeliver, { webhookId: params.webhook_id, id: params.delivery_id })
    return { status: 202, body: showDelivery(again) }
  },
} satisfies NativeHandlers<typeof contract>
