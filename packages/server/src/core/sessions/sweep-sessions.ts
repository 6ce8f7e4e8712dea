import { cleanUpBatch } from '../clean-up.ts'
import { command } from '../operation.ts'
import { livingSince } from './session.ts'

/**
 * Forgets some of the sessions that nobody used for longer than the limit, and answers how many. One that ended
 * because it is old is not used any more, and so is found here too before long.
 */
export const sweepSessions = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports: { settings }, now }): Promise<number> =>
    stores.sessions.sweep(livingSince(now, settings).seenAfter, cleanUpBatch),
})
