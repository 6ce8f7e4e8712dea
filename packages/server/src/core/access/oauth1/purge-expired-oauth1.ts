import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'
import { timestampWindow } from './signed-request.ts'

/** Deletes some of the nonces that no request can replay any more, and of the request tokens that have expired. */
export const purgeExpiredOAuth1 = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, ports, now }): Promise<number> => {
    // Twice the window, in case the time of day is set back a little.
    const oldest = Math.floor(ports.wallTime() / 1000) - 2 * timestampWindow
    const nonces = await stores.oauth1.sweepNonces(oldest, cleanUpBatch)
    return nonces + (await stores.oauth1.sweepRequestTokens(now, cleanUpBatch))
  },
})
