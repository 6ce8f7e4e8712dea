import type { AssignmentTarget } from '../assignments/assignment.ts'
import { type EffectiveRoles, effectiveRoles } from '../assignments/effective-roles.ts'
import type { Scope } from '../caller.ts'
import { renderCatalog } from '../catalog/render-catalog.ts'
import type { At } from '../operation.ts'
import { ruleCredentials } from '../rules/credentials.ts'
import { afterMark } from './after-mark.ts'
import { badToken } from './bad-token.ts'
import { type LentAuthority, lentAuthority } from './lent-authority.ts'
import { type Living, type LivingTarget, livingTarget, livingUser } from './living.ts'
import type { Revocable } from './revocation.ts'
import type { TokenFacts, TokenView } from './token.ts'

type Inside = Pick<At, 'stores' | 'ports' | 'now'>

/** Everything a token stands on, as it is now. */
type Ground = {
  /** With the place that the credential names, where the token leaves that to it. */
  readonly facts: TokenFacts
  readonly bearer: Living
  readonly lent: LentAuthority | undefined
  readonly people: readonly Living[]
  readonly target: LivingTarget | undefined
}

/** Who bears the token, who lent it, and where it reaches: all of them living. */
const groundOf = async (given: TokenFacts, at: Inside): Promise<Ground> => {
  const bearer = await livingUser(given.userId, at)
  const lent = await lentAuthority(given, bearer, at)
  const facts = lent?.scope ? { ...given, scope: lent.scope } : given
  return { facts, bearer, lent, people: lent?.people ?? [bearer], target: await livingTarget(facts, at) }
}

/**
 * Reads live everything a token stands on, in this order: its people, its target, its revocations, its roles,
 * its catalog. Throws `unauthenticated` as soon as one of them no longer holds. Expiry is the caller's check:
 * it alone knows which time counts.
 */
export const resolveToken = async (token: string, given: TokenFacts, at: Inside): Promise<TokenView> => {
  const ground = await groundOf(given, at)
  const { facts } = ground
  const newest = await at.stores.revocations.newest(revocable(ground))
  if (newest !== undefined && newest >= facts.issuedAt) throw badToken('token_revoked')
  const { roles, groupIds, ancestorIds } = await rolesOn(ground, at)
  const { lent, people, target } = ground
  const { user, domain } = lent?.speaksAs ?? ground.bearer
  const named = roles.map(({ id, name }) => ({ id, name }))
  const trust = lent?.delegation.kind === 'trust' ? lent.delegation : undefined
  return {
    token,
    facts,
    validUntil: Math.min(facts.expiresAt, lent?.notAfter ?? Number.POSITIVE_INFINITY),
    keptUntil: Math.min(
      facts.expiresAt,
      lent?.notAfter ?? Number.POSITIVE_INFINITY,
      ...people.map((one) => one.until),
    ),
    user: { id: user.id, name: user.name, domain: ref(domain), passwordExpiresAt: user.passwordExpiresAt },
    scope: shownScope(facts, target),
    roles: named,
    lent: lent?.shown,
    catalog:
      facts.scope.kind === 'unscoped'
        ? []
        : renderCatalog(await at.stores.endpoints.enabledCatalog(), {
            publicUrl: at.ports.settings.publicUrl,
            userId: trust?.trustorId ?? user.id,
            projectId: target?.project?.id,
          }),
    caller: {
      kind: 'known',
      userId: user.id,
      userDomainId: domain.id,
      scope: callerScope(facts, target),
      roles: named,
      chain: {
        methods: facts.methods,
        auditIds: facts.auditIds,
        expiresAt: facts.expiresAt,
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
    },
    dependsOn: [
      ...new Set([
        ...facts.auditIds.map((id) => `token:${id}`),
        ...people.flatMap((one) => [`user:${one.user.id}`, `project:${one.domain.id}`]),
        ...(lent?.dependsOn ?? []),
        ...groupIds.map((id) => `group:${id}`),
        ...(target ? [`project:${target.domain.id}`] : []),
        ...(target?.project ? [`project:${target.project.id}`] : []),
        ...ancestorIds.map((id) => `project:${id}`),
      ]),
    ],
  }
}

const ref = ({ id, name }: { id: string; name: string }) => ({ id, name })

const revocable = ({ facts, people, target, lent }: Ground): Revocable => ({
  userIds: people.map((one) => one.user.id),
  projectId: target?.project?.id,
  domainIds: [...people.map((one) => one.domain.id), ...(target ? [target.domain.id] : [])],
  trustId: facts.trustId,
  consumerId: lent?.delegation.kind === 'oauth1' ? lent.delegation.consumerId : undefined,
  accessTokenId: facts.accessTokenId,
  auditId: facts.auditIds[0] ?? '',
  auditChainId: facts.auditIds.at(-1) ?? '',
})

/** The second a new token is made in, once no mark is left that would end it at birth. */
export const settledSecond = async (facts: TokenFacts, at: Inside): Promise<number> =>
  afterMark(await at.stores.revocations.newest(revocable(await groundOf(facts, at))), at)

const rolesOn = async ({ facts, bearer, lent, target }: Ground, at: Inside): Promise<EffectiveRoles> => {
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

const shownScope = (facts: TokenFacts, target: LivingTarget | undefined): TokenView['scope'] => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domain: ref(target.domain) }
  return { kind: 'project', project: { ...ref(target.project), domain: ref(target.domain) } }
}

const callerScope = (facts: TokenFacts, target: LivingTarget | undefined): Scope => {
  if (!target) return facts.scope.kind === 'system' ? { kind: 'system' } : { kind: 'unscoped' }
  if (!target.project) return { kind: 'domain', domainId: target.domain.id }
  return { kind: 'project', projectId: target.project.id, domainId: target.domain.id }
}
