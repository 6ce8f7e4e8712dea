import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes some of the keys that were deleted longer ago than they are kept to be looked at. */
export const purgeExpiredApiKeys = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports: { settings }, now }): Promise<number> =>
    stores.apiKeys.sweep(now - settings.deletedApiKeyRetention * 1000, cleanUpBatch),
})
