import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { type EffectiveRoles, effectiveRoles } from '../../directory/assignments/effective-roles.ts'
import type { AuthenticationChain, KnownCaller, Scope } from '../../kernel/caller.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { ruleCredentials } from '../../kernel/rules/credentials.ts'
import { type ActiveScope, type ActiveUser, requireActiveScope, requireActiveUser } from './active-user.ts'
import { type DelegatedAuthority, delegatedAuthority } from './delegated-authority.ts'
import { invalidToken } from './invalid-token.ts'
import type { TokenPayload } from './token.ts'

type Context = Pick<OperationContext, 'stores' | 'ports' | 'now'>

/** Everything that a proof of authority stands on, as it is now. */
export type AuthorizationContext = {
  /** With the place that the credential names, where the token leaves that to it. */
  readonly facts: TokenPayload
  readonly bearer: ActiveUser
  readonly delegated: DelegatedAuthority | undefined
  readonly parties: readonly ActiveUser[]
  readonly target: ActiveScope | undefined
}

/** Who bears the proof, who lent it, and where it reaches: all of them living. Throws `unauthenticated` otherwise. */
export const loadAuthorizationContext = async (
  payload: TokenPayload,
  at: Context,
): Promise<AuthorizationContext> => {
  const bearer = await requireActiveUser(payload.userId, at)
  const delegated = await delegatedAuthority(payload, bearer, at)
  const facts = delegated?.scope ? { ...payload, scope: delegated.scope } : payload
  return {
    facts,
    bearer,
    delegated,
    parties: delegated?.parties ?? [bearer],
    target: await requireActiveScope(facts, at),
  }
}

/** What may be done there. Throws `unauthenticated` where nothing may, but by a proof without any scope. */
export const resolveRoles = async (
  { facts, bearer, delegated, target }: AuthorizationContext,
  at: Context,
): Promise<EffectiveRoles> => {
  if (facts.scope.kind === 'unscoped') {
    // What was lent is lent for one place; without it nothing is.
    if (delegated) throw invalidToken('delegation_without_scope')
    return { roles: [], groupIds: [], ancestorIds: [] }
  }
  const on: AssignmentTarget = target?.project
    ? { type: 'project', id: target.project.id }
    : target
      ? { type: 'domain', id: target.domain.id }
      : { type: 'system' }
  const effective = delegated
    ? await delegated.rolesOn(on)
    : await effectiveRoles(bearer.user.id, on, at.stores)
  if (effective.roles.length === 0) throw invalidToken('no_roles_on_scope')
  return effective
}

/** Who asks, by a proof that stands on this ground. */
export const buildCaller = (
  { facts, bearer, delegated, target }: AuthorizationContext,
  { roles }: Pick<EffectiveRoles, 'roles'>,
  result: Pick<AuthenticationChain, 'expiresAt'>,
): KnownCaller => {
  const { user, domain } = delegated?.effectiveUser ?? bearer
  const trust = delegated?.delegation.kind === 'trust' ? delegated.delegation : undefined
  const named = roles.map(({ id, name }) => ({ id, name }))
  return {
    kind: 'known',
    userId: user.id,
    userDomainId: domain.id,
    scope: callerScope(facts, target),
    roles: named,
    chain: {
      methods: facts.methods,
      auditIds: facts.auditIds,
      ...result,
      delegation: delegated?.delegation ?? { kind: 'none' },
    },
    credentials: ruleCredentials({
      user_id: user.id,
      user_domain_id: domain.id,
      system_scope: facts.scope.kind === 'system' ? 'all' : undefined,
      domain_id: facts.scope.kind === 'domain' ? facts.scope.domainId : undefined,
      project_id: target?.project?.id,
      project_domain_id: target?.project ? target.domain.id : undefined,
      is_admin_project: facts.scope.kind !== 'domain',
      roles: named.map(({ name }) => name),
      trust_id: trust?.trustId,
      trustor_id: trust?.trustorId,
      trustee_id: trust?.trusteeId,
    }),
  }
}

/** What the journal must touch to take that ground away: see `kernel/events/event.ts`. */
export const dependencies = (
  { facts, delegated, parties, target }: AuthorizationContext,
  { groupIds, ancestorIds }: Pick<EffectiveRoles, 'groupIds' | 'ancestorIds'>,
): readonly string[] => [
  ...new Set([
    ...facts.auditIds.map((id) => `token:${id}`),
    ...parties.flatMap((one) => [`user:${one.user.id}`, `project:${one.domain.id}`]),
    ...(delegated?.dependsOn ?? []),
    ...groupIds.map((id) => `group:${id}`),
    ...(target ? [`project:${target.domain.id}`] : []),
    ...(target?.project ? [`project:${target.project.id}`] : []),
    ...ancestorIds.map((id) => `project:${id}`),
  ]),
]

const callerScope = (facts: TokenPayload, target: ActiveScope | undefined): Scope => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domainId: target.domain.id }
  return { kind: 'project', projectId: target.project.id, domainId: target.domain.id }
}
