import type { Event, EventLogEntry } from '../../kernel/events/event.ts'
import { matchesKind } from '../../kernel/events/kind-pattern.ts'
import { command } from '../../kernel/operation.ts'
import type { Stores } from '../../kernel/stores.ts'
import type { NewDelivery } from './delivery-store.ts'
import type { Webhook } from './webhook.ts'

/** Whether a webhook receives an event. It does not receive its own `webhook.created`. */
const concerns = (event: Event, { id, domainId, kinds }: Webhook): boolean =>
  (domainId === null || event.domainId === domainId) &&
  kinds.some((pattern) => matchesKind(pattern, event.kind)) &&
  !(event.kind === 'webhook.created' && event.subject.id === id)

/**
 * Queues deliveries of the next events for the webhooks that match them. Deliveries and cursor change in one
 * transaction, by one node at a time, so that an interruption neither skips nor repeats an event. Returns the number of
 * events that were read.
 */
export const fanOut = command({
  access: 'operator',
  isolation: 'read committed',
  // Usually there is no event, and this read needs no transaction.
  prepare: async (_input: { readonly limit: number }, _found, { stores }) =>
    stores.deliveries.nextUndelivered(1, false),
  shortCircuit: (entries) => (entries?.length === 0 ? 0 : undefined),
  apply: async ({ limit }, { stores, ports, now }): Promise<number> => {
    const entries = (await stores.deliveries.nextUndelivered(limit, true)) ?? []
    const last = entries.at(-1)
    if (!last) return 0
    await stores.deliveries.insert(await wanted(entries, stores, { newId: ports.newId, createdAt: now }))
    await stores.deliveries.advanceCursor(last.at)
    return entries.length
  },
})

const wanted = async (
  entries: readonly EventLogEntry[],
  stores: Stores,
  { newId, createdAt }: { readonly newId: () => string; readonly createdAt: number },
): Promise<readonly NewDelivery[]> => {
  // Read after the events, so that a webhook created before one of them is included.
  const listeners = await stores.webhooks.listeners()
  return entries.flatMap(({ event, at }) =>
    listeners
      .filter(({ webhook, receives }) => receives(at) && concerns(event, webhook))
      .map(({ webhook }) => ({
        id: newId(),
        webhookId: webhook.id,
        sequence: event.sequence,
        kind: event.kind,
        createdAt,
      })),
  )
}
