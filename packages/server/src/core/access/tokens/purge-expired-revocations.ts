import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Seconds that a mark is kept beyond the tokens it can end, for clocks that disagree (keystone.md section 6.10). */
const margin = 1800

/**
 * Deletes some of the marks that no token can match any more, and answers how many. A mark outlives the window in
 * which `allow_expired` still validates, or tokens that it ended would come back in it.
 */
export const purgeExpiredRevocations = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores, ports: { settings }, now }): Promise<number> => {
    const kept = settings.tokenLifetime + settings.allowExpiredWindow + margin
    return stores.revocations.sweep(now - kept * 1000, cleanUpBatch)
  },
})
