import { actorsOf } from '../../directory/assignments/accessible-scopes.ts'
import type { Assignment } from '../../directory/assignments/assignment.ts'
import { impliedClosure } from '../../directory/assignments/effective-roles.ts'
import type { Project } from '../../directory/projects/project.ts'
import type { User } from '../../directory/users/user.ts'
import type { KnownCaller, Scope } from '../../kernel/caller.ts'
import { isDomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { ruleCredentials } from '../../kernel/rules/credentials.ts'
import { requireActiveScope } from '../tokens/active-user.ts'

type Read = Pick<OperationContext, 'stores'>
type Place = { readonly scope: Scope; readonly roleIds: readonly string[] }

const order = ['system', 'domain', 'project', 'unscoped'] as const

const scopeOf = ({ target, inherited }: Assignment, projects: ReadonlyMap<string, Project>): Scope => {
  if (target.type === 'system') return { kind: 'system' }
  if (target.type === 'domain' && !inherited) return { kind: 'domain', domainId: target.id }
  return { kind: 'project', projectId: target.id, domainId: projects.get(target.id)?.domainId ?? target.id }
}

const placesOf = (
  assignments: readonly Assignment[],
  projects: ReadonlyMap<string, Project>,
): readonly Place[] => {
  const places = new Map<string, Assignment[]>()
  for (const one of assignments) {
    const { target, inherited } = one
    const key = `${target.type} ${target.type === 'system' ? '' : target.id} ${inherited}`
    places.set(key, [...(places.get(key) ?? []), one])
  }
  return [...places.values()]
    .flatMap(([first, ...rest]) =>
      first
        ? [{ scope: scopeOf(first, projects), roleIds: [first, ...rest].map(({ roleId }) => roleId) }]
        : [],
    )
    .sort((a, b) => order.indexOf(a.scope.kind) - order.indexOf(b.scope.kind))
}

/**
 * The callers that a user can be with its own roles, one per scope with an assignment, the system first. An inherited
 * role counts as a role on a project at the target that passes it down. Delegated authority is left out.
 */
export const possibleCallers = async (
  user: Pick<User, 'id' | 'domainId'>,
  { stores, now }: Read & { readonly now: number },
): Promise<readonly KnownCaller[]> => {
  const [assignments, implications] = await Promise.all([
    actorsOf(user.id, { stores, now }).then((actors) => stores.assignments.list({ actors })),
    stores.roles.implications(),
  ])
  const projectIds = assignments.flatMap(({ target }) => (target.type === 'project' ? [target.id] : []))
  const roleIds = impliedClosure(
    assignments.map(({ roleId }) => roleId),
    implications,
  )
  const [projects, roles] = await Promise.all([
    stores.projects.getMany([...new Set(projectIds)]),
    stores.roles.getMany([...roleIds]),
  ])
  // Roles of a domain take effect through the roles they imply.
  const visible = roles.filter((role) => role.domainId === null)
  return placesOf(assignments, new Map(projects.map((one) => [one.id, one]))).flatMap((place) => {
    const ids = impliedClosure(place.roleIds, implications)
    const held = visible.filter((role) => ids.has(role.id))
    return held.length === 0 ? [] : [callerIn(user, place.scope, held)]
  })
}

const callerIn = (
  user: Pick<User, 'id' | 'domainId'>,
  scope: Scope,
  roles: KnownCaller['roles'],
): KnownCaller => ({
  kind: 'known',
  userId: user.id,
  userDomainId: user.domainId,
  scope,
  roles: roles.map(({ id, name }) => ({ id, name })),
  chain: { methods: [], auditIds: [], delegation: { kind: 'none' } },
  credentials: ruleCredentials({
    user_id: user.id,
    user_domain_id: user.domainId,
    system_scope: scope.kind === 'system' ? 'all' : undefined,
    domain_id: scope.kind === 'domain' ? scope.domainId : undefined,
    project_id: scope.kind === 'project' ? scope.projectId : undefined,
    project_domain_id: scope.kind === 'project' ? scope.domainId : undefined,
    is_admin_project: scope.kind !== 'domain',
    roles: roles.map(({ name }) => name),
  }),
})

/** Whether a token of this scope can be issued now: its project and domain exist and are enabled. */
export const isActiveScope = async (scope: Scope, at: Read): Promise<boolean> => {
  try {
    // A role that a domain passes down to its projects.
    const inherited = scope.kind === 'project' && scope.projectId === scope.domainId
    await requireActiveScope({ scope: inherited ? { kind: 'domain', domainId: scope.domainId } : scope }, at)
    return true
  } catch (thrown) {
    if (isDomainError(thrown, 'unauthenticated')) return false
    throw thrown
  }
}
