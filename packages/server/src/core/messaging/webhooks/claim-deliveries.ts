import { command } from '../../kernel/operation.ts'
import type { ClaimedDelivery } from './delivery-store.ts'
import { pausesOf } from './maker.ts'

/** Milliseconds; longer than any attempt. Another node may claim the delivery after that. */
const lease = 60_000

export type ClaimDeliveries = {
  /** Attempts in progress in this process, by webhook. */
  readonly underWay: ReadonlyMap<string, number>
  /** Maximum number of concurrent attempts, for one webhook and in total. */
  readonly perWebhook: number
  readonly inAll: number
}

/**
 * Claims due deliveries. The limit per webhook keeps a slow receiver from delaying the others; webhooks with the fewest
 * attempts in progress come first. Every attempt starts here, so this step excludes paused webhooks: their deliveries
 * stay queued, with their attempts, until they are purged.
 */
export const claimDeliveries = command({
  access: 'operator',
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
    let free = inAll - [...underWay.values()].reduce((sum, count) => sum + count, 0)
    for (const webhookId of due) {
      const limit = Math.min(free, perWebhook - (underWay.get(webhookId) ?? 0))
      if (limit <= 0) break
      const taken = await stores.deliveries.claim({
        webhookId,
        now,
        until: now + lease,
        lease: ports.newId(),
        limit,
      })
      claimed.push(...taken)
      free -= taken.length
    }
    return claimed as readonly ClaimedDelivery[]
  },
})
