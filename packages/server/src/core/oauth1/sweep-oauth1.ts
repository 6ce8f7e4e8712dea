import { command } from '../operation.ts'
import { timestampWindow } from './signed-request.ts'

/** Forgets nonces that no request can replay any more, and request tokens that nobody came back with. */
export const sweepOAuth1 = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, now }): Promise<number> => {
    // Twice the window: clocks of several nodes are not the same.
    const nonces = await stores.oauth1.sweepNonces(Math.floor(now / 1000) - 2 * timestampWindow)
    return nonces + (await stores.oauth1.sweepRequestTokens(now))
  },
})
