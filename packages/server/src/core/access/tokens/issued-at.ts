import { domainError } from '../../kernel/domain-error.ts'
import type { ReadContext } from '../../kernel/operation.ts'

/** Seconds that the clocks of nodes may differ; a longer wait for a revocation event of another node is an error. */
const maxClockSkew = 5

/**
 * The current unix second, after waiting until it is later than the newest matching revocation event. Issue times are
 * whole seconds, and a revocation event revokes tokens and receipts of its own second too. Dating them ahead instead would
 * let them survive the next revocation event of that second.
 */
export const waitPastRevocation = async (
  newest: number | undefined,
  { now, ports }: Pick<ReadContext, 'now' | 'ports'>,
): Promise<number> => {
  const second = Math.floor(now / 1000)
  if (newest === undefined || newest < second) return second
  if (newest - second > maxClockSkew)
    throw domainError(
      'resource_exhausted',
      'revoked_ahead',
      'The sign-in follows a revocation too closely: try again in a few seconds.',
    )
  await ports.waitUntil((newest + 1) * 1000)
  return newest + 1
}
