import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'
import { sessionCutoffs } from './session.ts'

/**
 * Deletes one batch of sessions idle for longer than the limit. Returns the number deleted. A session past its absolute
 * limit is no longer used, so it becomes idle and is deleted as well.
 */
export const purgeExpiredSessions = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports: { settings }, now }): Promise<number> =>
    stores.sessions.purgeExpired(sessionCutoffs(now, settings).seenAfter, cleanupBatch),
})
