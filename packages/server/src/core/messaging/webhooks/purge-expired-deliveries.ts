import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes some of the deliveries, however they ended, when the retention time is over. Answers how many. */
export const purgeExpiredDeliveries = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports, now }): Promise<number> =>
    stores.deliveries.sweep(now - ports.settings.webhookDeliveryRetention * 1000, cleanUpBatch),
})
