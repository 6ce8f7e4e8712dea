import { effectiveRoles } from '../assignments/effective-roles.ts'
import type { AssignmentTarget } from '../assignments/assignment.ts'
import type { Delegation, Scope } from '../caller.ts'
import { renderCatalog } from '../catalog/render-catalog.ts'
import type { At } from '../operation.ts'
import type { Project } from '../projects/project.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { ruleCredentials } from '../rules/credentials.ts'
import type { User } from '../users/user.ts'
import type { Revocable } from './revocation.ts'
import type { TokenFacts, TokenView } from './token.ts'

type Inside = Pick<At, 'stores' | 'ports'>

/** Every reason is the same to whoever shows the token; the code is for the log. */
export const badToken = (code: string): Refusal => refuse('unauthenticated', code, 'The token is not valid.')

/**
 * Reads live everything a token stands on, in this order: its user, its target, its revocations, its roles,
 * its catalog. Throws `unauthenticated` as soon as one of them no longer holds. Expiry is the caller's check:
 * it alone knows which time counts.
 */
export const resolveToken = async (token: string, facts: TokenFacts, at: Inside): Promise<TokenView> => {
  const { user, domain: userDomain } = await livingUser(facts.userId, at)
  const target = await livingTarget(facts, at)
  if (await isRevoked(facts, userDomain.id, target, at)) throw badToken('token_revoked')
  const { roles, groupIds, ancestorIds } = await rolesOn(facts, target, at)
  const catalog =
    facts.scope.kind === 'unscoped'
      ? []
      : renderCatalog(await at.stores.endpoints.enabledCatalog(), {
          publicUrl: at.ports.settings.publicUrl,
          userId: user.id,
          projectId: facts.scope.kind === 'project' ? facts.scope.projectId : undefined,
        })
  const named = roles.map(({ id, name }) => ({ id, name }))
  return {
    token,
    facts,
    user: { id: user.id, name: user.name, domain: ref(userDomain), passwordExpiresAt: user.passwordExpiresAt },
    scope: shownScope(facts, target),
    roles: named,
    catalog,
    caller: {
      kind: 'known',
      userId: user.id,
      userDomainId: userDomain.id,
      scope: callerScope(facts, target),
      roles: named,
      chain: { methods: facts.methods, auditIds: facts.auditIds, delegation: delegation() },
      credentials: ruleCredentials({
        user_id: user.id,
        user_domain_id: userDomain.id,
        system_scope: facts.scope.kind === 'system' ? 'all' : undefined,
        domain_id: facts.scope.kind === 'domain' ? facts.scope.domainId : undefined,
        project_id: target?.project?.id,
        project_domain_id: target?.project ? target.domain.id : undefined,
        is_admin_project: facts.scope.kind !== 'domain',
        roles: named.map(({ name }) => name),
      }),
    },
    dependsOn: [
      `token:${facts.auditIds[0]}`,
      `user:${user.id}`,
      `project:${userDomain.id}`,
      ...groupIds.map((id) => `group:${id}`),
      ...(target ? [`project:${target.domain.id}`] : []),
      ...(target?.project ? [`project:${target.project.id}`] : []),
      ...ancestorIds.map((id) => `project:${id}`),
    ],
  }
}

const ref = ({ id, name }: { id: string; name: string }) => ({ id, name })

const delegation = (): Delegation => ({ kind: 'none' })

/** A user who may act: active, in an enabled domain. */
export const livingUser = async (id: string, { stores }: Inside): Promise<{ user: User; domain: Project }> => {
  const user = await stores.users.get(id)
  if (user?.status !== 'active') throw badToken('user_not_active')
  const domain = await stores.projects.get(user.domainId)
  if (!domain?.enabled) throw badToken('user_domain_disabled')
  return { user, domain }
}

type LivingTarget = { readonly domain: Project; readonly project?: Project }

/** The project or domain of the scope, enabled all the way up to its domain. */
export const livingTarget = async (
  { scope }: Pick<TokenFacts, 'scope'>,
  { stores }: Pick<Inside, 'stores'>,
): Promise<LivingTarget | undefined> => {
  if (scope.kind === 'domain') {
    const domain = await stores.projects.get(scope.domainId)
    if (!domain?.isDomain || !domain.enabled) throw badToken('scope_domain_disabled')
    return { domain }
  }
  if (scope.kind !== 'project') return undefined
  const project = await stores.projects.get(scope.projectId)
  // A project that is a domain is scoped to as a domain only (keystone.md section 6.3).
  if (!project?.enabled || project.domainId === null) throw badToken('scope_project_disabled')
  const domain = await stores.projects.get(project.domainId)
  if (!domain?.enabled) throw badToken('scope_project_disabled')
  return { domain, project }
}

const revocable = (facts: TokenFacts, userDomainId: string, target: LivingTarget | undefined): Revocable => ({
  userIds: [facts.userId],
  projectId: target?.project?.id,
  domainIds: target ? [userDomainId, target.domain.id] : [userDomainId],
  trustId: facts.trustId,
  accessTokenId: facts.accessTokenId,
  auditId: facts.auditIds[0] ?? '',
  auditChainId: facts.auditIds.at(-1) ?? '',
})

const isRevoked = async (facts: TokenFacts, userDomainId: string, target: LivingTarget | undefined, { stores }: Inside) => {
  const newest = await stores.revocations.newest(revocable(facts, userDomainId, target))
  return newest !== undefined && newest >= facts.issuedAt
}

/**
 * The earliest second a new token can carry: tokens know whole seconds, and a mark ends those of its own
 * second too, so a token made right after a password change is dated one second on.
 */
export const issueSecond = async (facts: TokenFacts, userDomainId: string, at: At): Promise<number> => {
  const target = await livingTarget(facts, at)
  const newest = await at.stores.revocations.newest(revocable(facts, userDomainId, target))
  const now = Math.floor(at.now / 1000)
  return newest !== undefined && newest === now ? now + 1 : now
}

const rolesOn = async (facts: TokenFacts, target: LivingTarget | undefined, { stores }: Inside) => {
  if (facts.scope.kind === 'unscoped') return { roles: [], groupIds: [], ancestorIds: [] }
  const on: AssignmentTarget = target?.project
    ? { type: 'project', id: target.project.id }
    : target
      ? { type: 'domain', id: target.domain.id }
      : { type: 'system' }
  const effective = await effectiveRoles(facts.userId, on, stores)
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
