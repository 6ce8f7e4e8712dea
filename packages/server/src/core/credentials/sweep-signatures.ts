import { cleanUpBatch } from '../clean-up.ts'
import { command } from '../operation.ts'

/** Deletes some of the signatures whose requests are too old to count. Answers how many. */
export const sweepSignatures = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores, ports }): Promise<number> =>
    stores.credentials.sweepSignatures(ports.wallTime(), cleanUpBatch),
})
