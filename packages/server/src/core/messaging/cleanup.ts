import {
  type CleanupOperation,
  cleanupBatch,
  cleanupCommand,
  inCleanupBatches,
} from '../kernel/cleanup-operation.ts'

/** Seconds for which the parameters of a dead message are kept, so that an administrator can retry it. */
const deadMessageLifetime = 604_800

/** Old sent and dead messages, and the parameters of dead ones. */
export const purgeExpiredMessages = cleanupCommand(
  async ({ stores: { messages }, ports: { settings }, now }) => {
    const deleted = await messages.purgeExpired(now - settings.messageRetention * 1000, cleanupBatch)
    return deleted + (await messages.purgeParameters(now - deadMessageLifetime * 1000, cleanupBatch))
  },
)

/** Notifications that were read longer ago than the retention time. */
export const purgeExpiredNotifications = cleanupCommand(({ stores, ports: { settings }, now }) =>
  stores.notifications.purgeRead(now - settings.notificationRetention * 1000, cleanupBatch),
)

/** Deliveries of any state that are older than the retention time. */
export const purgeExpiredDeliveries = cleanupCommand(({ stores, ports: { settings }, now }) =>
  stores.deliveries.purgeExpired(now - settings.webhookDeliveryRetention * 1000, cleanupBatch),
)

export const messagingCleanup: readonly CleanupOperation[] = [
  purgeExpiredMessages,
  purgeExpiredNotifications,
  purgeExpiredDeliveries,
].map(inCleanupBatches)
