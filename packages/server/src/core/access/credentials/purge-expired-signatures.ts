import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes one batch of expired signatures. Returns the number deleted. */
export const purgeExpiredSignatures = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores, ports }): Promise<number> =>
    stores.credentials.purgeExpiredSignatures(ports.wallTime(), cleanupBatch),
})
