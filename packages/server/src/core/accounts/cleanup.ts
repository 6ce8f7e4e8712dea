import {
  type CleanupOperation,
  cleanupBatch,
  cleanupCommand,
  inCleanupBatches,
} from '../kernel/cleanup-operation.ts'
import { purgeBatch, purgeDeletedUsers } from './deletion/purge-user.ts'

/** Recovery links. */
export const purgeExpiredRecovery = cleanupCommand(({ stores, now }) =>
  stores.recovery.purgeExpired(now, cleanupBatch),
)

export const accountsCleanup: readonly CleanupOperation[] = [
  inCleanupBatches(purgeExpiredRecovery),
  { operation: purgeDeletedUsers, batch: purgeBatch },
]
