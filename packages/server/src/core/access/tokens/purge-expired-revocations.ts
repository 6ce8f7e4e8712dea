import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Seconds that a revocation event outlives the tokens it can match, for clock differences (keystone.md section 6.10). */
const margin = 1800

/**
 * Deletes one batch of revocation events that no token can match any more. Returns the number deleted. An event is kept
 * for the window in which `allow_expired` validates expired tokens, or revoked tokens would be valid again in it.
 */
export const purgeExpiredRevocations = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores, ports: { settings }, now }): Promise<number> => {
    const kept = settings.tokenLifetime + settings.allowExpiredWindow + margin
    return stores.revocations.purgeExpired(now - kept * 1000, cleanupBatch)
  },
})
