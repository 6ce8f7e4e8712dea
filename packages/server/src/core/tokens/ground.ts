import type { AssignmentTarget } from '../assignments/assignment.ts'
import { type EffectiveRoles, effectiveRoles } from '../assignments/effective-roles.ts'
import type { AuthenticationChain, KnownCaller, Scope } from '../caller.ts'
import type { At } from '../operation.ts'
import { ruleCredentials } from '../rules/credentials.ts'
import { badToken } from './bad-token.ts'
import { type LentAuthority, lentAuthority } from './lent-authority.ts'
import { type Living, type LivingTarget, livingTarget, livingUser } from './living.ts'
import type { TokenFacts } from './token.ts'

type Inside = Pick<At, 'stores' | 'ports' | 'now'>

/** Everything that a proof of authority stands on, as it is now. */
export type Ground = {
  /** With the place that the credential names, where the token leaves that to it. */
  readonly facts: TokenFacts
  readonly bearer: Living
  readonly lent: LentAuthority | undefined
  readonly people: readonly Living[]
  readonly target: LivingTarget | undefined
}

/** Who bears the proof, who lent it, and where it reaches: all of them living. Throws `unauthenticated` otherwise. */
export const groundOf = async (given: TokenFacts, at: Inside): Promise<Ground> => {
  const bearer = await livingUser(given.userId, at)
  const lent = await lentAuthority(given, bearer, at)
  const facts = lent?.scope ? { ...given, scope: lent.scope } : given
  return { facts, bearer, lent, people: lent?.people ?? [bearer], target: await livingTarget(facts, at) }
}

/** What may be done there. Throws `unauthenticated` where nothing may, but by a proof without any scope. */
export const rolesOn = async (
  { facts, bearer, lent, target }: Ground,
  at: Inside,
): Promise<EffectiveRoles> => {
  if (facts.scope.kind === 'unscoped') {
    // What was lent is lent for one place; without it nothing is.
    if (lent) throw badToken('delegation_without_scope')
    return { roles: [], groupIds: [], ancestorIds: [] }
  }
  const on: AssignmentTarget = target?.project
    ? { type: 'project', id: target.project.id }
    : target
      ? { type: 'domain', id: target.domain.id }
      : { type: 'system' }
  const effective = lent ? await lent.rolesOn(on) : await effectiveRoles(bearer.user.id, on, at.stores)
  if (effective.roles.length === 0) throw badToken('no_roles_on_scope')
  return effective
}

/** Who asks, by a proof that stands on this ground. */
export const callerOn = (
  { facts, bearer, lent, target }: Ground,
  { roles }: Pick<EffectiveRoles, 'roles'>,
  proof: Pick<AuthenticationChain, 'expiresAt'>,
): KnownCaller => {
  const { user, domain } = lent?.speaksAs ?? bearer
  const trust = lent?.delegation.kind === 'trust' ? lent.delegation : undefined
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
      ...proof,
      delegation: lent?.delegation ?? { kind: 'none' },
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

/** What the journal must touch to take that ground away: see `journal/event.ts`. */
export const dependencies = (
  { facts, lent, people, target }: Ground,
  { groupIds, ancestorIds }: Pick<EffectiveRoles, 'groupIds' | 'ancestorIds'>,
): readonly string[] => [
  ...new Set([
    ...facts.auditIds.map((id) => `token:${id}`),
    ...people.flatMap((one) => [`user:${one.user.id}`, `project:${one.domain.id}`]),
    ...(lent?.dependsOn ?? []),
    ...groupIds.map((id) => `group:${id}`),
    ...(target ? [`project:${target.domain.id}`] : []),
    ...(target?.project ? [`project:${target.project.id}`] : []),
    ...ancestorIds.map((id) => `project:${id}`),
  ]),
]

const callerScope = (facts: TokenFacts, target: LivingTarget | undefined): Scope => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domainId: target.domain.id }
  return { kind: 'project', projectId: target.project.id, domainId: target.domain.id }
}
