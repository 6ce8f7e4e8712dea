import { confinedTo } from '../caller.ts'
import type { Slice } from '../lists/list-query.ts'
import type { Position } from '../lists/position.ts'
import { query } from '../operation.ts'
import { webhookTarget } from './get-webhook.ts'
import type { Webhook } from './webhook.ts'

export type ListWebhooks = {
  readonly domainId?: string | undefined
  readonly limit: number
  readonly from?: Position | undefined
}

/** A domain-scoped caller sees those of its domain, whatever it asks for. */
export const listWebhooks = query({
  searches: true,
  rule: 'muster:list_webhooks',
  target: (_input: ListWebhooks, _found, { caller }) =>
    webhookTarget({ domainId: confinedTo(caller) ?? null }),
  read: async ({ domainId, ...page }, _found, { stores, caller }): Promise<Slice<Webhook>> => {
    const own = confinedTo(caller)
    if (own !== undefined && domainId !== undefined && domainId !== own) return { rows: [], more: false }
    return stores.webhooks.list({ ...page, domainId: own ?? domainId })
  },
})
