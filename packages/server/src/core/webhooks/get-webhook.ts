import { confinedTo } from '../caller.ts'
import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { withPause } from './maker.ts'
import { type Webhook, type WebhookView, webhookTarget } from './webhook.ts'

/** Fetches a webhook or refuses `not_found`; to a domain-scoped caller those of others are not there. */
export const theWebhook = async (
  id: string,
  { stores, caller }: Pick<At, 'stores' | 'caller'>,
): Promise<Webhook> => {
  const webhook = await stores.webhooks.get(id)
  const own = confinedTo(caller)
  if (!webhook || (own !== undefined && webhook.domainId !== own)) throw notFound('webhook', id)
  return webhook
}

export const getWebhook = query({
  rule: 'muster:get_webhook',
  load: ({ id }: { readonly id: string }, at) => theWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  read: (_input, webhook, at): Promise<WebhookView> => withPause(webhook, at),
})
