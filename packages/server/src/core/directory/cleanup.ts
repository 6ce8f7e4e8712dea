import type { CleanupOperation } from '../kernel/cleanup-operation.ts'
import { expiryBatch, recordExpiredPlans } from './plans/record-expired-plans.ts'

export const directoryCleanup: readonly CleanupOperation[] = [
  { operation: recordExpiredPlans, batch: expiryBatch },
]
