import { cleanUpBatch } from '../clean-up.ts'
import { command } from '../operation.ts'
import type { EventKind } from './event-kinds.ts'

/** What says for ever what has been: the first administrator, and ids of domains that must not be used again. */
const permanentKinds: readonly EventKind[] = ['directory.bootstrapped', 'domain.created', 'domain.deleted']

const day = 86_400_000

/**
 * Deletes some of the events whose retention time is over, and answers how many. An event stays as long as a webhook
 * has not been handed it, or a delivery of it is kept.
 */
export const purgeExpiredEvents = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, ports: { settings }, now }): Promise<number> => {
    const { eventRetentionDays: days } = settings
    if (days === 0) return 0
    return stores.events.sweep({ before: now - days * day, except: permanentKinds }, cleanUpBatch)
  },
})
