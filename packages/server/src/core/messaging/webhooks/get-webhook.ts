import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { withPause } from './maker.ts'
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
