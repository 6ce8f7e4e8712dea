import { domainError, notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import { pausesOf } from './maker.ts'
import { type Delivery, type DeliveryState, pingKind, type Webhook, webhookTarget } from './webhook.ts'
import { requireWebhook } from './webhooks.ts'

export type ListDeliveries = {
  readonly webhookId: string
  readonly state?: DeliveryState | undefined
  readonly limit: number
  readonly from?: Position | undefined
}

/** Newest first. */
export const listDeliveries = query({
  searches: true,
  rule: 'muster:list_webhook_deliveries',
  load: ({ webhookId }: ListDeliveries, at) => requireWebhook(webhookId, at),
  target: (_input, webhook) => webhookTarget(webhook),
  read: (input, _webhook, { stores }): Promise<Slice<Delivery>> => stores.deliveries.list(input),
})

/** Rejects with `failed_precondition` when the webhook is disabled or paused. */
const assertDelivering = async (id: string, at: CommandContext): Promise<Webhook> => {
  const webhook = await requireWebhook(id, at)
  if (!webhook.enabled)
    throw domainError('failed_precondition', 'webhook_disabled', 'The webhook is disabled. Enable it first.')
  if ((await pausesOf([webhook], at)).size > 0)
    throw domainError(
      'failed_precondition',
      'webhook_paused',
      'The webhook is paused; see `paused_because`. Update it with PATCH to become responsible for it, then repeat the request.',
    )
  return webhook
}

/** Queues a delivery without an event, to test the receiver. */
export const pingWebhook = command({
  rule: 'muster:ping_webhook',
  load: ({ id }: { readonly id: string }, at) => requireWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  apply: async ({ id: webhookId }, at): Promise<Delivery> => {
    const { stores, ports, now, record } = at
    const { domainId } = await assertDelivering(webhookId, at)
    const id = ports.newId()
    await stores.deliveries.insert([{ id, webhookId, sequence: null, kind: pingKind, createdAt: now }])
    record({
      kind: 'webhook.pinged',
      subject: { type: 'webhook', id: webhookId },
      domainId,
      detail: { delivery_id: id },
    })
    return requireDelivery(webhookId, id, at)
  },
})

/** Queues a delivery again under its id, whatever its state, with the attempts of a new one. */
export const redeliver = command({
  rule: 'muster:redeliver_webhook',
  load: ({ webhookId }: { readonly webhookId: string; readonly id: string }, at) =>
    requireWebhook(webhookId, at),
  target: (_input, webhook) => webhookTarget(webhook),
  apply: async ({ webhookId, id }, at): Promise<Delivery> => {
    const { stores, now, record } = at
    const { domainId } = await assertDelivering(webhookId, at)
    await requireDelivery(webhookId, id, at)
    const again = await stores.deliveries.requeue(id, now)
    if (!again)
      throw domainError('conflict', 'delivery_under_way', 'The delivery is being attempted. Try again later.')
    record({
      kind: 'webhook.redelivered',
      subject: { type: 'webhook', id: webhookId },
      domainId,
      detail: { delivery_id: id },
    })
    return again
  },
})

const requireDelivery = async (
  webhookId: string,
  id: string,
  { stores }: Pick<CommandContext, 'stores'>,
): Promise<Delivery> => {
  const delivery = await stores.deliveries.get(id)
  if (delivery?.webhookId !== webhookId) throw notFound('delivery', id)
  return delivery
}
