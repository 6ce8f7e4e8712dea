import { cleanupBatch } from '../clean-up.ts'
import { command } from '../operation.ts'
import type { EventKind } from './event-kinds.ts'

/** Kept permanently: the bootstrap of the directory, and the ids of domains, which must not be reused. */
const permanentKinds: readonly EventKind[] = ['directory.bootstrapped', 'domain.created', 'domain.deleted']

const day = 86_400_000

/**
 * Deletes one batch of events past their retention. Returns the number deleted. An event is kept while it must still be
 * delivered to a webhook or a delivery of it is stored.
 */
export const purgeExpiredEvents = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, ports: { settings }, now }): Promise<number> => {
    const { eventRetentionDays: days } = settings
    if (days === 0) return 0
    return stores.events.purgeExpired({ before: now - days * day, except: permanentKinds }, cleanupBatch)
  },
})
