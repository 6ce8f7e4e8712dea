import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes one batch of expired links. */
export const purgeExpiredRecovery = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, now }): Promise<number> =>
    stores.recovery.purgeExpired(now, cleanupBatch),
})
