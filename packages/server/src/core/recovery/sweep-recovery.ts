import { cleanUpBatch } from '../clean-up.ts'
import { command } from '../operation.ts'

/** Deletes some of the links that have expired. */
export const sweepRecovery = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, now }): Promise<number> => stores.recovery.sweep(now, cleanUpBatch),
})
