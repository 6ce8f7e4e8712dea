import { sweepApiKeys } from '../core/api-keys/sweep-api-keys.ts'
import { cleanUpBatch } from '../core/clean-up.ts'
import { sweepSignatures } from '../core/credentials/sweep-signatures.ts'
import { sweepKeptAnswers } from '../core/idempotency/answer-once.ts'
import { sweepEvents } from '../core/journal/sweep-events.ts'
import { sweepMessages } from '../core/mail/sweep-messages.ts'
import { sweepNotifications } from '../core/notifications/sweep-notifications.ts'
import { sweepOAuth1 } from '../core/oauth1/sweep-oauth1.ts'
import { expiryBatch, recordExpiredPlans } from '../core/plans/record-expired-plans.ts'
import { sweepRecovery } from '../core/recovery/sweep-recovery.ts'
import { sweepSessions } from '../core/sessions/sweep-sessions.ts'
import { forgetRevocations } from '../core/tokens/forget-revocations.ts'
import { purgeBatch, sweepDeletedUsers } from '../core/users/purge-user.ts'
import { sweepDeliveries } from '../core/webhooks/sweep-deliveries.ts'

/** What is done every ten minutes about what is over, and how much of it one transaction does at most. */
export const cleanUps = [
  [forgetRevocations, cleanUpBatch],
  [sweepOAuth1, cleanUpBatch],
  [sweepSignatures, cleanUpBatch],
  [sweepApiKeys, cleanUpBatch],
  [sweepMessages, cleanUpBatch],
  [sweepRecovery, cleanUpBatch],
  [sweepSessions, cleanUpBatch],
  [sweepKeptAnswers, cleanUpBatch],
  [sweepDeletedUsers, purgeBatch],
  [recordExpiredPlans, expiryBatch],
  [sweepNotifications, cleanUpBatch],
  [sweepDeliveries, cleanUpBatch],
  [sweepEvents, cleanUpBatch],
] as const
