import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'
import { timestampWindow } from './signed-request.ts'

/** Deletes one batch of expired nonces and one of expired request tokens. Returns the number deleted. */
export const purgeExpiredOAuth1 = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, ports, now }): Promise<number> => {
    // Twice the window, since the wall clock may be set back a little.
    const oldest = Math.floor(ports.wallTime() / 1000) - 2 * timestampWindow
    const nonces = await stores.oauth1.purgeExpiredNonces(oldest, cleanupBatch)
    return nonces + (await stores.oauth1.purgeExpiredRequestTokens(now, cleanupBatch))
  },
})
