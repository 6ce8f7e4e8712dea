import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes one batch of deliveries of any state that are older than the retention time. Returns their number. */
export const purgeExpiredDeliveries = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports, now }): Promise<number> =>
    stores.deliveries.purgeExpired(now - ports.settings.webhookDeliveryRetention * 1000, cleanupBatch),
})
