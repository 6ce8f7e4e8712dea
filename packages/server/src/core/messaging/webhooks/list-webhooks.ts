import { domainRestriction } from '../../kernel/caller.ts'
import { query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import { pausesOf } from './maker.ts'
import { type WebhookView, webhookTarget } from './webhook.ts'

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
