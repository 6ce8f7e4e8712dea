import { type DomainError, domainError, isDomainError, notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command, type OperationContext } from '../../kernel/operation.ts'
import { activeTrustChain } from './active-trust-chain.ts'
import { namedRoles, type RoleRef, requireHeldRoles } from './delegated-roles.ts'
import { ownTerms, redelegatedTerms, type WantedTrust } from './redelegation.ts'
import { trustTarget } from './require-trust.ts'
import type { Trust } from './trust.ts'
import { rolesOf, type TrustWithRoles } from './trust-roles.ts'

export type CreateTrust = {
  /** Only to confirm: it is always whoever asks. */
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

const preconditionFailed = (code: string, message: string): DomainError =>
  domainError('failed_precondition', code, message)

/**
 * Lends roles of the caller. Asked with the token of a trust it passes that trust on, and lends no more than
 * it does. Rejects with `failed_precondition` for what the trust or its source must not be, `not_found` for an unknown trustee,
 * project or role and for a role that the trustor does not hold, `conflict` for one that is there already.
 */
export const createTrust = command({
  rule: 'identity:create_trust',
  target: (input: CreateTrust) => trustTarget(input),
  apply: async (input, at): Promise<TrustWithRoles> => {
    const { stores, ports, now, record } = at
    const { trusteeId, impersonation, projectId = null, roles = [] } = input
    if (projectId !== null && roles.length === 0)
      throw preconditionFailed('no_roles', 'Name at least one role to lend.')
    const chain = await sourceChain(input, at)
    if (!(await stores.users.get(trusteeId))) throw notFound('user', trusteeId)
    const roleIds = await namedRoles(roles, stores)
    await requireHeldRoles(roleIds, chain.at(-1)?.trustorId ?? input.trustorId, projectId, stores)
    if (typeof input.expiresAt === 'number' && input.expiresAt <= now)
      throw domainError('invalid', 'expired_already', 'The time of expiry is in the past.', {
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

/** The trust that is passed on and all before it; nothing when the caller lends its own. */
const sourceChain = async (
  { trustorId, projectId }: CreateTrust,
  at: CommandContext,
): Promise<readonly Trust[]> => {
  const { caller, ports } = at
  if (caller.kind !== 'known' || caller.userId !== trustorId)
    throw preconditionFailed('not_the_trustor', 'Only the trustor may make a trust.')
  const { chain, scope } = caller
  if (chain.delegation.kind === 'trust') return requireActiveChain(chain.delegation.trustId, at)
  if (chain.delegation.kind !== 'none')
    throw preconditionFailed('not_redelegable', 'Only a trust can be redelegated.')
  // Where tokens keep to their scope, a trust is no way out of it.
  if (
    !ports.settings.allowRescopeScopedToken &&
    chain.sessionId === undefined &&
    scope.kind === 'project' &&
    projectId &&
    projectId !== scope.projectId
  )
    throw preconditionFailed(
      'trust_elsewhere',
      'With a token of a project only a trust on that project can be made.',
    )
  return []
}

const requireActiveChain = async (trustId: string, at: OperationContext): Promise<readonly Trust[]> => {
  const { chain } = await activeTrustChain(trustId, at).catch((thrown) => {
    throw isDomainError(thrown, 'unauthenticated')
      ? preconditionFailed(
          'trust_gone',
          'The trust to redelegate is gone, or one of its parties is disabled.',
        )
      : thrown
  })
  return chain
}
