import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'

/** Seconds that clocks of nodes may differ before waiting for another one's mark is no answer. */
const maxClockSkew = 5

/**
 * Now, in unix seconds, after waiting until it is later than the newest mark. Tokens and receipts know whole
 * seconds, and a mark ends those of its own second too: dating them ahead instead would let them outlive the
 * next mark of the same second.
 */
export const waitPastRevocation = async (
  newest: number | undefined,
  { now, ports }: Pick<OperationContext, 'now' | 'ports'>,
): Promise<number> => {
  const second = Math.floor(now / 1000)
  if (newest === undefined || newest < second) return second
  if (newest - second > maxClockSkew)
    throw domainError(
      'resource_exhausted',
      'revoked_ahead',
      'The sign-in follows a revocation too closely. Try again in a moment.',
    )
  await ports.waitUntil((newest + 1) * 1000)
  return newest + 1
}
