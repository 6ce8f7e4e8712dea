import {
  type CleanupOperation,
  cleanupBatch,
  cleanupCommand,
  inCleanupBatches,
} from '../kernel/cleanup-operation.ts'
import { timestampWindow } from './oauth1/signed-request.ts'
import { sessionCutoffs } from './sessions/session.ts'

/** Seconds that a revocation event outlives the tokens it can match, for clock differences (keystone.md section 6.10). */
const revocationMargin = 1800

/**
 * Revocation events that no token can match any more. An event is kept for the window in which `allow_expired` validates
 * expired tokens, or revoked tokens would be valid again in it.
 */
export const purgeExpiredRevocations = cleanupCommand(({ stores, ports: { settings }, now }) => {
  const kept = settings.tokenLifetime + settings.allowExpiredWindow + revocationMargin
  return stores.revocations.purgeExpired(now - kept * 1000, cleanupBatch)
})

/** Nonces, and request tokens. */
export const purgeExpiredOAuth1 = cleanupCommand(async ({ stores: { oauth1 }, ports, now }) => {
  // Twice the window, since the wall clock may be set back a little.
  const oldest = Math.floor(ports.wallTime() / 1000) - 2 * timestampWindow
  const nonces = await oauth1.purgeExpiredNonces(oldest, cleanupBatch)
  return nonces + (await oauth1.purgeExpiredRequestTokens(now, cleanupBatch))
})

/** Group memberships that no sign-in at the identity provider has renewed. */
export const purgeExpiredMemberships = cleanupCommand(({ stores, now }) =>
  stores.groups.purgeExpiredMemberships(now, cleanupBatch),
)

/** Signatures of EC2 and S3 requests. */
export const purgeExpiredSignatures = cleanupCommand(({ stores, ports }) =>
  stores.credentials.purgeExpiredSignatures(ports.wallTime(), cleanupBatch),
)

/** Keys that were soft-deleted longer ago than the retention time. */
export const purgeExpiredApiKeys = cleanupCommand(({ stores, ports: { settings }, now }) =>
  stores.apiKeys.purgeExpired(now - settings.deletedApiKeyRetention * 1000, cleanupBatch),
)

/**
 * Sessions that are idle for longer than the limit. A session past its absolute limit is no longer used, so it becomes
 * idle and is deleted as well.
 */
export const purgeExpiredSessions = cleanupCommand(({ stores, ports: { settings }, now }) =>
  stores.sessions.purgeExpired(sessionCutoffs(now, settings).seenAfter, cleanupBatch),
)

export const accessCleanup: readonly CleanupOperation[] = [
  purgeExpiredRevocations,
  purgeExpiredOAuth1,
  purgeExpiredMemberships,
  purgeExpiredSignatures,
  purgeExpiredApiKeys,
  purgeExpiredSessions,
].map(inCleanupBatches)
