import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Deletes one batch of notifications that were read longer ago than the retention time. Returns their number. */
export const purgeExpiredNotifications = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports, now }): Promise<number> =>
    stores.notifications.purgeRead(now - ports.settings.notificationRetention * 1000, cleanupBatch),
})
