import { domainError } from '../../kernel/domain-error.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import type { AuthorizationContext } from './authorization-context.ts'

/** Seconds that the clocks of nodes may differ; a longer wait for a revocation event of another node is an error. */
const maxClockSkew = 5

/** Unix seconds: tokens with this authorization context that were issued up to then are revoked. */
export const newestRevocation = (
  { facts, parties, target, delegated }: AuthorizationContext,
  { stores }: Pick<ReadContext, 'stores'>,
): Promise<number | undefined> =>
  stores.revocations.newest({
    userIds: parties.map((one) => one.user.id),
    projectId: target?.project?.id,
    domainIds: [...parties.map((one) => one.domain.id), ...(target ? [target.domain.id] : [])],
    trustId: facts.trustId,
    consumerId: delegated?.delegation.kind === 'oauth1' ? delegated.delegation.consumerId : undefined,
    accessTokenId: facts.accessTokenId,
    auditId: facts.auditIds[0] ?? '',
    auditChainId: facts.auditIds.at(-1) ?? '',
  })

/**
 * The current unix second, after waiting until it is later than the newest matching revocation event. Issue times are
 * whole seconds, and a revocation event revokes tokens and receipts of its own second too. Dating them ahead instead would
 * let them survive the next revocation event of that second. What was read before a wait must be read again after it.
 */
export const waitPastRevocation = async (
  newest: number | undefined,
  { now, ports }: Pick<ReadContext, 'now' | 'ports'>,
): Promise<{ readonly second: number; readonly waited: boolean }> => {
  const second = Math.floor(now / 1000)
  if (newest === undefined || newest < second) return { second, waited: false }
  if (newest - second > maxClockSkew)
    throw domainError(
      'resource_exhausted',
      'revoked_ahead',
      'The sign-in follows a revocation too closely. Try again in a few seconds.',
    )
  await ports.waitUntil((newest + 1) * 1000)
  return { second: newest + 1, waited: true }
}
