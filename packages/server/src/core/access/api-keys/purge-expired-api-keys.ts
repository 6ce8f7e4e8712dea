import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes one batch of keys soft-deleted longer ago than the retention. Returns the number deleted. */
export const purgeExpiredApiKeys = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports: { settings }, now }): Promise<number> =>
    stores.apiKeys.purgeDeleted(now - settings.deletedApiKeyRetention * 1000, cleanupBatch),
})
