import { type DomainError, domainError, isDomainError, notFound } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import { isExpired } from '../../kernel/expiry.ts'
import { type CommandContext, command, type OperationContext } from '../../kernel/operation.ts'
import { activeTrustChain } from './active-trust-chain.ts'
import { namedRoles, type RoleRef, requireHeldRoles } from './delegated-roles.ts'
import { ownTerms, redelegatedTerms, type WantedTrust } from './redelegation.ts'
import { trustTarget } from './require-trust.ts'
import type { Trust } from './trust.ts'
import { rolesOf, type TrustWithRoles } from './trust-roles.ts'

export type CreateTrust = {
  /** Must be the caller's id. */
  readonly trustorId: string
  readonly trusteeId: string
  readonly impersonation: boolean
  readonly projectId?: string | null | undefined
  readonly roles?: readonly RoleRef[] | undefined
  /** Unix milliseconds. */
  readonly expiresAt?: number | null | undefined
  readonly remainingUses?: number | null | undefined
  readonly allowRedelegation?: boolean | null | undefined
  readonly redelegationCount?: number | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

const preconditionFailed = (code: ErrorCode<'failed_precondition'>, message: string): DomainError =>
  domainError('failed_precondition', code, message)

/**
 * Delegates roles of the caller. With a token of a trust it redelegates that trust, within its limits. Rejects with
 * `failed_precondition` for terms that are not allowed, `not_found` for an unknown trustee, project or role and for a
 * role that the trustor does not hold, and `conflict` for an identical trust.
 */
export const createTrust = command({
  rule: 'identity:create_trust',
  target: (input: CreateTrust) => trustTarget(input),
  apply: async (input, at): Promise<TrustWithRoles> => {
    const { stores, ports, now, record } = at
    const { trusteeId, impersonation, projectId = null, roles = [] } = input
    if (projectId !== null && roles.length === 0)
      throw preconditionFailed('no_roles', 'A trust on a project requires at least one role.')
    const chain = await sourceChain(input, at)
    if (!(await stores.users.get(trusteeId))) throw notFound('user', trusteeId)
    const roleIds = await namedRoles(roles, stores)
    await requireHeldRoles(roleIds, chain.at(-1)?.trustorId ?? input.trustorId, projectId, {
      stores,
      now: at.now,
    })
    if (isExpired({ expiresAt: input.expiresAt ?? null }, now))
      throw domainError('invalid', 'expired_already', 'expires_at is in the past. Choose a later time.', {
        field: 'expires_at',
      })
    const wanted: WantedTrust = {
      impersonation,
      projectId,
      roleIds,
      expiresAt: input.expiresAt ?? null,
      remainingUses: input.remainingUses ?? null,
      allowRedelegation: input.allowRedelegation ?? false,
      redelegationCount: input.redelegationCount ?? undefined,
    }
    const most = ports.settings.maxRedelegationCount
    const terms = chain.length === 0 ? ownTerms(wanted, most) : redelegatedTerms(wanted, chain, most)
    const trust: Trust = {
      ...wanted,
      ...terms,
      id: ports.newId(),
      trustorId: input.trustorId,
      trusteeId,
      redelegatedTrustId: chain[0]?.id ?? null,
      extra: input.extra ?? {},
      createdAt: now,
      deletedAt: null,
    }
    await stores.trusts.insert(trust)
    record({
      kind: 'trust.created',
      subject: { type: 'trust', id: trust.id },
      domainId: at.caller.kind === 'known' ? at.caller.userDomainId : null,
      detail: {
        trustee_user_id: trusteeId,
        project_id: projectId,
        redelegated_trust_id: trust.redelegatedTrustId,
      },
    })
    return { trust, roles: await rolesOf(trust, at) }
  },
})

/** The trust to redelegate and its ancestors; empty when the caller delegates its own roles. */
const sourceChain = async (
  { trustorId, projectId }: CreateTrust,
  at: CommandContext,
): Promise<readonly Trust[]> => {
  const { caller, ports } = at
  if (caller.kind !== 'known' || caller.userId !== trustorId)
    throw preconditionFailed(
      'not_the_trustor',
      'Only the trustor may create a trust: trustor_user_id must be the user of the token.',
    )
  const { chain, scope } = caller
  if (chain.delegation.kind === 'trust') return requireActiveChain(chain.delegation.trustId, at)
  if (chain.delegation.kind !== 'none')
    throw preconditionFailed('not_redelegable', 'Only a trust can be redelegated.')
  // With `allowRescopeScopedToken` off, a trust must not leave the scope of the token either.
  if (
    !ports.settings.allowRescopeScopedToken &&
    chain.sessionId === undefined &&
    scope.kind === 'project' &&
    projectId &&
    projectId !== scope.projectId
  )
    throw preconditionFailed(
      'trust_elsewhere',
      'A token scoped to a project can create trusts on that project only.',
    )
  return []
}

const requireActiveChain = async (trustId: string, at: OperationContext): Promise<readonly Trust[]> => {
  const { chain } = await activeTrustChain(trustId, at).catch((thrown) => {
    throw isDomainError(thrown, 'unauthenticated')
      ? preconditionFailed(
          'trust_gone',
          'The trust to redelegate no longer exists, or one of its parties is disabled.',
        )
      : thrown
  })
  return chain
}
