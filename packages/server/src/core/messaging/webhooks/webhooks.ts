import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import { pausesOf, withPause } from './maker.ts'
import { type Webhook, type WebhookView, webhookTarget } from './webhook.ts'

/** Fetches a webhook or rejects with `not_found`, also when a domain-scoped caller requests one of another domain. */
export const requireWebhook = async (
  id: string,
  { stores, caller }: Pick<OperationContext, 'stores' | 'caller'>,
): Promise<Webhook> => {
  const webhook = await stores.webhooks.get(id)
  const own = domainRestriction(caller)
  if (!webhook || (own !== undefined && webhook.domainId !== own)) throw notFound('webhook', id)
  return webhook
}

export const getWebhook = query({
  rule: 'muster:get_webhook',
  load: ({ id }: { readonly id: string }, at) => requireWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  read: (_input, webhook, at): Promise<WebhookView> => withPause(webhook, at),
})

export type ListWebhooks = {
  readonly domainId?: string | undefined
  readonly limit: number
  readonly from?: Position | undefined
}

/** A domain-scoped caller sees only webhooks of its domain, whatever the filter. */
export const listWebhooks = query({
  searches: true,
  rule: 'muster:list_webhooks',
  target: (_input: ListWebhooks, _found, { caller }) =>
    webhookTarget({ domainId: domainRestriction(caller) ?? null }),
  read: async ({ domainId, ...page }, _found, at): Promise<Slice<WebhookView>> => {
    const { stores, caller } = at
    const own = domainRestriction(caller)
    if (own !== undefined && domainId !== undefined && domainId !== own) return { rows: [], more: false }
    const found = await stores.webhooks.list({ ...page, domainId: own ?? domainId })
    const paused = await pausesOf(found.rows, at)
    return {
      ...found,
      rows: found.rows.map((webhook) => ({ ...webhook, pausedBecause: paused.get(webhook.id) ?? null })),
    }
  },
})

/** Also deletes the deliveries of the webhook. */
export const deleteWebhook = command({
  rule: 'muster:delete_webhook',
  isolation: 'read committed',
  load: ({ id }: { readonly id: string }, at) => requireWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  apply: async ({ id }, { found, stores, record }): Promise<void> => {
    if (!(await stores.webhooks.delete(id))) throw notFound('webhook', id)
    record({ kind: 'webhook.deleted', subject: { type: 'webhook', id }, domainId: found.domainId })
  },
})
