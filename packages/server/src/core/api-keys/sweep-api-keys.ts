import { command } from '../operation.ts'

/** Forgets the keys that were deleted longer ago than they are kept to be looked at. */
export const sweepApiKeys = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports: { settings }, now }): Promise<number> =>
    stores.apiKeys.sweep(now - settings.deletedApiKeyRetention * 1000),
})
