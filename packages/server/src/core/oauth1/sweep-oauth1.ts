import { command } from '../operation.ts'
import { timestampWindow } from './signed-request.ts'

/** Forgets nonces that no request can replay any more, and request tokens that nobody came back with. */
export const sweepOAuth1 = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, ports, now }): Promise<number> => {
    // Twice the window, in case the time of day is set back a little.
    const nonces = await stores.oauth1.sweepNonces(Math.floor(ports.wallTime() / 1000) - 2 * timestampWindow)
    return nonces + (await stores.oauth1.sweepRequestTokens(now))
  },
})
