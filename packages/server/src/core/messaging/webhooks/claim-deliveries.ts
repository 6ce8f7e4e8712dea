import { command } from '../../kernel/operation.ts'
import type { ClaimedDelivery } from './delivery-store.ts'
import { pausesOf } from './maker.ts'

/** Milliseconds; longer than any attempt takes. Then another node may try. */
const lease = 60_000

export type ClaimDeliveries = {
  /** Attempts under way of this process, by webhook. */
  readonly underWay: ReadonlyMap<string, number>
  /** How many may be under way for one webhook, and in all. */
  readonly perWebhook: number
  readonly inAll: number
}

/**
 * Takes deliveries that are due, at most so many that no webhook has more than its share under way: one that answers
 * slowly keeps none of the others waiting. Those with the least under way come first. Every attempt begins here, so this
 * is where a paused webhook is left out: its deliveries stay queued, with their attempts, until they are swept.
 */
export const claimDeliveries = command({
  rule: 'operator',
  isolation: 'read committed',
  prepare: async ({ underWay, perWebhook }: ClaimDeliveries, _found, at) => {
    const busy = (id: string) => underWay.get(id) ?? 0
    const due = (await at.stores.deliveries.due(at.now)).filter(({ id }) => busy(id) < perWebhook)
    const paused = await pausesOf(due, at)
    return due
      .map(({ id }) => id)
      .filter((id) => !paused.has(id))
      .sort((a, b) => busy(a) - busy(b))
  },
  shortCircuit: (due) => (due.length === 0 ? [] : undefined),
  apply: async ({ underWay, perWebhook, inAll }, { prepared: due, stores, ports, now }) => {
    const claimed: ClaimedDelivery[] = []
    let room = inAll - [...underWay.values()].reduce((sum, count) => sum + count, 0)
    for (const webhookId of due) {
      const limit = Math.min(room, perWebhook - (underWay.get(webhookId) ?? 0))
      if (limit <= 0) break
      const taken = await stores.deliveries.claim({
        webhookId,
        now,
        until: now + lease,
        lease: ports.newId(),
        limit,
      })
      claimed.push(...taken)
      room -= taken.length
    }
    return claimed as readonly ClaimedDelivery[]
  },
})
