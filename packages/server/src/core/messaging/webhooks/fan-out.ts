import type { Event, JournalEntry } from '../../kernel/events/event.ts'
import { matchesKind } from '../../kernel/events/kind-pattern.ts'
import { command } from '../../kernel/operation.ts'
import type { Stores } from '../../kernel/stores.ts'
import type { NewDelivery } from './delivery-store.ts'
import type { Webhook } from './webhook.ts'

/** Whether a webhook is told of an event. Its own beginning is no news to it. */
const concerns = (event: Event, { id, domainId, kinds }: Webhook): boolean =>
  (domainId === null || event.domainId === domainId) &&
  kinds.some((pattern) => matchesKind(pattern, event.kind)) &&
  !(event.kind === 'webhook.created' && event.subject.id === id)

/**
 * Queues a delivery of the next events for each webhook that they concern. What was handed out and how far that came
 * are one transaction, and one node does it at a time: each webhook gets each event once, whatever stops in between.
 * Answers how many events it looked at.
 */
export const fanOut = command({
  rule: 'operator',
  isolation: 'read committed',
  // Mostly there is nothing, and asking costs no transaction.
  prepare: async (_input: { readonly limit: number }, _found, { stores }) =>
    stores.deliveries.untold(1, false),
  shortCircuit: (untold) => (untold?.length === 0 ? 0 : undefined),
  apply: async ({ limit }, { stores, ports, now }): Promise<number> => {
    const entries = (await stores.deliveries.untold(limit, true)) ?? []
    const last = entries.at(-1)
    if (!last) return 0
    await stores.deliveries.insert(await wanted(entries, stores, { newId: ports.newId, createdAt: now }))
    await stores.deliveries.told(last.at)
    return entries.length
  },
})

const wanted = async (
  entries: readonly JournalEntry[],
  stores: Stores,
  { newId, createdAt }: { readonly newId: () => string; readonly createdAt: number },
): Promise<readonly NewDelivery[]> => {
  // Read after the events: whoever was made before one of them is seen.
  const listeners = await stores.webhooks.listeners()
  return entries.flatMap(({ event, at }) =>
    listeners
      .filter(({ webhook, hears }) => hears(at) && concerns(event, webhook))
      .map(({ webhook }) => ({
        id: newId(),
        webhookId: webhook.id,
        sequence: event.sequence,
        kind: event.kind,
        createdAt,
      })),
  )
}
