import { confinedTo } from '../caller.ts'
import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Webhook } from './webhook.ts'

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

/** What rules may compare. The domain of a webhook for all domains is null, which equals nothing (T20). */
export const webhookTarget = ({ domainId }: Pick<Webhook, 'domainId'>) => ({
  target: { webhook: { domain_id: domainId } },
})

export const getWebhook = query({
  rule: 'muster:get_webhook',
  load: ({ id }: { readonly id: string }, at) => theWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  read: async (_input, webhook): Promise<Webhook> => webhook,
})
