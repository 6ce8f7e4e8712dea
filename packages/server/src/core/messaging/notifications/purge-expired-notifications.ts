import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Forgets notifications that were read longer ago than the retention time. Answers how many. */
export const purgeExpiredNotifications = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, ports, now }): Promise<number> =>
    stores.notifications.sweepRead(now - ports.settings.notificationRetention * 1000, cleanUpBatch),
})
