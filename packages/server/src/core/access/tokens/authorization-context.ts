import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { type EffectiveRoles, effectiveRoles } from '../../directory/assignments/effective-roles.ts'
import type { AuthenticationChain, KnownCaller, Scope } from '../../kernel/caller.ts'
import { type CacheKey, cacheKeys } from '../../kernel/events/cache-key.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import { ruleCredentials } from '../../kernel/rules/credentials.ts'
import { requireActiveFederation } from './active-federation.ts'
import { type ActiveScope, type ActiveUser, requireActiveScope, requireActiveUser } from './active-user.ts'
import { type DelegatedAuthority, delegatedAuthority } from './delegated-authority.ts'
import { invalidToken } from './invalid-token.ts'
import type { TokenPayload } from './token.ts'

/** The current state of everything that a token's authority depends on. */
export type AuthorizationContext = {
  /** With the scope of the application credential when the token leaves its scope to it. */
  readonly facts: TokenPayload
  readonly bearer: ActiveUser
  readonly delegated: DelegatedAuthority | undefined
  readonly parties: readonly ActiveUser[]
  readonly target: ActiveScope | undefined
}

/**
 * Loads the token's user, the delegators and the scope target. Throws `unauthenticated` unless all are active. `known` is
 * the token's user, when it was just read.
 */
export const loadAuthorizationContext = async (
  payload: TokenPayload,
  at: ReadContext,
  known?: ActiveUser,
): Promise<AuthorizationContext> => {
  const bearer = known ?? (await requireActiveUser(payload.userId, at))
  await requireActiveFederation(payload, at)
  const delegated = await delegatedAuthority(payload, bearer, at)
  const facts = delegated?.scope ? { ...payload, scope: delegated.scope } : payload
  return {
    facts,
    bearer,
    delegated,
    parties: delegated?.parties ?? [bearer],
    target: await requireActiveScope(facts, at, bearer.domain),
  }
}

/** The effective roles on the scope. Throws `unauthenticated` when there are none, except for an unscoped token. */
export const resolveRoles = async (
  { facts, bearer, delegated, target }: AuthorizationContext,
  at: ReadContext,
): Promise<EffectiveRoles> => {
  if (facts.scope.kind === 'unscoped') {
    // A delegation is bound to a scope, so a delegated token cannot be unscoped.
    if (delegated) throw invalidToken('delegation_without_scope')
    return { roles: [], groupIds: [], ancestorIds: [], until: Number.POSITIVE_INFINITY }
  }
  const on: AssignmentTarget = target?.project
    ? { type: 'project', id: target.project.id }
    : target
      ? { type: 'domain', id: target.domain.id }
      : { type: 'system' }
  const effective = delegated
    ? await delegated.rolesOn(on)
    : await effectiveRoles(bearer.user.id, on, at, facts.federation?.groupIds)
  if (effective.roles.length === 0) throw invalidToken('no_roles_on_scope')
  return effective
}

/** The caller of a token with this authorization context. */
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
      ...(facts.federation ? { federation: facts.federation } : {}),
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

/** The cache keys whose invalidation makes the authorization context stale: see `CacheKey`. */
export const dependencies = (
  { facts, delegated, parties, target }: AuthorizationContext,
  { groupIds, ancestorIds }: Pick<EffectiveRoles, 'groupIds' | 'ancestorIds'>,
): readonly CacheKey[] => {
  const keys: readonly CacheKey[] = [
    ...cacheKeys('token', facts.auditIds),
    ...parties.flatMap((one): readonly CacheKey[] => [`user:${one.user.id}`, `project:${one.domain.id}`]),
    ...(delegated?.dependsOn ?? []),
    ...cacheKeys('group', groupIds),
    ...cacheKeys('identity_provider', facts.federation ? [facts.federation.identityProviderId] : []),
    ...cacheKeys('project', target ? [target.domain.id] : []),
    ...cacheKeys('project', target?.project ? [target.project.id] : []),
    ...cacheKeys('project', ancestorIds),
  ]
  return [...new Set(keys)]
}

const callerScope = (facts: TokenPayload, target: ActiveScope | undefined): Scope => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domainId: target.domain.id }
  return { kind: 'project', projectId: target.project.id, domainId: target.domain.id }
}
