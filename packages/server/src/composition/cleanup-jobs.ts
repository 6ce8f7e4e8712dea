import { purgeExpiredApiKeys } from '../core/access/api-keys/purge-expired-api-keys.ts'
import { purgeExpiredSignatures } from '../core/access/credentials/purge-expired-signatures.ts'
import { purgeExpiredOAuth1 } from '../core/access/oauth1/purge-expired-oauth1.ts'
import { purgeExpiredSessions } from '../core/access/sessions/purge-expired-sessions.ts'
import { purgeExpiredRevocations } from '../core/access/tokens/purge-expired-revocations.ts'
import { purgeBatch, purgeDeletedUsers } from '../core/accounts/deletion/purge-user.ts'
import { purgeExpiredRecovery } from '../core/accounts/recovery/purge-expired-recovery.ts'
import { expiryBatch, recordExpiredPlans } from '../core/directory/plans/record-expired-plans.ts'
import { cleanupBatch } from '../core/kernel/clean-up.ts'
import { purgeExpiredEvents } from '../core/kernel/events/purge-expired-events.ts'
import { purgeExpiredResponses } from '../core/kernel/idempotency/idempotency-keys.ts'
import { purgeExpiredMessages } from '../core/messaging/mail/purge-expired-messages.ts'
import { purgeExpiredNotifications } from '../core/messaging/notifications/purge-expired-notifications.ts'
import { purgeExpiredDeliveries } from '../core/messaging/webhooks/purge-expired-deliveries.ts'

/** The cleanup operations that run every ten minutes, each with its maximum number of rows per transaction. */
export const cleanUps = [
  [purgeExpiredRevocations, cleanupBatch],
  [purgeExpiredOAuth1, cleanupBatch],
  [purgeExpiredSignatures, cleanupBatch],
  [purgeExpiredApiKeys, cleanupBatch],
  [purgeExpiredMessages, cleanupBatch],
  [purgeExpiredRecovery, cleanupBatch],
  [purgeExpiredSessions, cleanupBatch],
  [purgeExpiredResponses, cleanupBatch],
  [purgeDeletedUsers, purgeBatch],
  [recordExpiredPlans, expiryBatch],
  [purgeExpiredNotifications, cleanupBatch],
  [purgeExpiredDeliveries, cleanupBatch],
  [purgeExpiredEvents, cleanupBatch],
] as const
