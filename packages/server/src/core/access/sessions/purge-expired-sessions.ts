import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'
import { sessionCutoffs } from './session.ts'

/**
 * Forgets some of the sessions that nobody used for longer than the limit, and answers how many. One that ended
 * because it is old is not used any more, and so is found here too before long.
 */
export const purgeExpiredSessions = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports: { settings }, now }): Promise<number> =>
    stores.sessions.sweep(sessionCutoffs(now, settings).seenAfter, cleanUpBatch),
})
