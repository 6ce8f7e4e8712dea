import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes some of the links that have expired. */
export const purgeExpiredRecovery = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, now }): Promise<number> => stores.recovery.sweep(now, cleanUpBatch),
})
