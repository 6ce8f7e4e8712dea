import { accessCleanup } from '../core/access/cleanup.ts'
import { accountsCleanup } from '../core/accounts/cleanup.ts'
import { directoryCleanup } from '../core/directory/cleanup.ts'
import { kernelCleanup } from '../core/kernel/cleanup.ts'
import type { CleanupOperation } from '../core/kernel/cleanup-operation.ts'
import { messagingCleanup } from '../core/messaging/cleanup.ts'

/** The cleanup operations of all layers. Events are last, since rows of other tables keep them. */
export const cleanupOperations: readonly CleanupOperation[] = [
  ...accessCleanup,
  ...accountsCleanup,
  ...directoryCleanup,
  ...messagingCleanup,
  ...kernelCleanup,
]
