import { command } from '../operation.ts'

export const deliveryBatch = 1000

/** Forgets deliveries, however they ended, when the retention time is over. Answers how many, at most `limit`. */
export const sweepDeliveries = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async ({ limit }: { readonly limit: number }, { stores, ports, now }): Promise<number> =>
    stores.deliveries.sweep(now - ports.settings.webhookDeliveryRetention * 1000, limit),
})
