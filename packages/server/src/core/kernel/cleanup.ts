import { type CleanupOperation, cleanupBatch, cleanupCommand, inCleanupBatches } from './cleanup-operation.ts'
import type { EventKind } from './events/event-kinds.ts'
import { responseLifetime } from './idempotency/idempotency-keys.ts'

/** Kept permanently: the bootstrap of the directory, and the ids of domains, which must not be reused. */
const permanentKinds: readonly EventKind[] = ['directory.bootstrapped', 'domain.created', 'domain.deleted']

const day = 86_400_000

/** Events past their retention. An event is kept while a webhook must still receive it or a delivery of it is stored. */
export const purgeExpiredEvents = cleanupCommand(async ({ stores, ports: { settings }, now }) => {
  const { eventRetentionDays: days } = settings
  if (days === 0) return 0
  return stores.events.purgeExpired({ before: now - days * day, except: permanentKinds }, cleanupBatch)
})

/** Stored responses of requests with an Idempotency-Key. */
const purgeExpiredResponses = cleanupCommand(({ stores, now }) =>
  stores.storedResponses.purgeExpired(now - responseLifetime, cleanupBatch),
)

export const kernelCleanup: readonly CleanupOperation[] = [purgeExpiredResponses, purgeExpiredEvents].map(
  inCleanupBatches,
)
