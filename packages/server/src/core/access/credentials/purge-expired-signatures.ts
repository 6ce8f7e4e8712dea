import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes some of the signatures whose requests are too old to count. Answers how many. */
export const purgeExpiredSignatures = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores, ports }): Promise<number> =>
    stores.credentials.purgeExpiredSignatures(ports.wallTime(), cleanUpBatch),
})
