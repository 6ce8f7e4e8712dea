import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import { effectiveRoles } from '../../directory/assignments/effective-roles.ts'
import type { User } from '../../directory/users/user.ts'
import { isPerson } from '../../directory/users/user-kinds.ts'
import type { KnownCaller, Scope } from '../../kernel/caller.ts'
import { type DomainError, domainError, isDomainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import { type CacheKey, cacheKeys } from '../../kernel/events/cache-key.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import { ruleCredentials } from '../../kernel/rules/credentials.ts'
import type { Stores } from '../../kernel/stores.ts'
import { requireActiveScope, requireActiveUser } from '../tokens/active-user.ts'
import type { Session } from './session.ts'

/** The message is the same for every reason; the code is for the log. */
export const invalidSession = (code: ErrorCode<'unauthenticated'>): DomainError =>
  domainError('unauthenticated', code, 'The session is not valid.')

export type ResolvedSession = {
  readonly caller: KnownCaller
  /** Unix milliseconds: when the user counts as inactive unless used before then. */
  readonly cacheExpiresAt: number
  /** See `kernel/events/event.ts`. */
  readonly dependsOn: readonly CacheKey[]
}

type Authority = {
  readonly scope: Scope
  readonly roles: readonly { readonly id: string; readonly name: string }[]
  readonly dependsOn: readonly CacheKey[]
  /** Unix milliseconds: when the first group membership of the user expires. */
  readonly until: number
}

/**
 * Reads the caller of a session from the store: an active user of an enabled domain, with its roles on its widest scope
 * (docs/decisions/0003-session-scope.md). Throws `unauthenticated` when the user is not active.
 */
export const resolveSession = async (session: Session, at: ReadContext): Promise<ResolvedSession> => {
  const { user, domain, until } = await requireActiveUser(session.userId, at)
  if (!isPerson(user)) throw invalidSession('user_not_a_person')
  const { scope, roles, dependsOn, until: rolesUntil } = await widestAuthority(user, at)
  return {
    caller: {
      kind: 'known',
      userId: user.id,
      userDomainId: domain.id,
      scope,
      roles,
      chain: {
        methods: session.methods,
        auditIds: [],
        sessionId: session.id,
        sessionBegan: session.createdAt,
        delegation: { kind: 'none' },
      },
      credentials: ruleCredentials({
        user_id: user.id,
        user_domain_id: domain.id,
        system_scope: scope.kind === 'system' ? 'all' : undefined,
        domain_id: scope.kind === 'domain' ? scope.domainId : undefined,
        project_id: scope.kind === 'project' ? scope.projectId : undefined,
        project_domain_id: scope.kind === 'project' ? scope.domainId : undefined,
        is_admin_project: scope.kind !== 'domain',
        roles: roles.map(({ name }) => name),
      }),
    },
    cacheExpiresAt: Math.min(until * 1000, rolesUntil),
    dependsOn: [`session:${session.id}`, `user:${user.id}`, `project:${domain.id}`, ...dependsOn],
  }
}

/** The first of system, own domain and default project on which the user has a role. */
const widestAuthority = async (user: User, at: Pick<ReadContext, 'stores' | 'now'>): Promise<Authority> => {
  const { stores } = at
  const on = async (target: AssignmentTarget) => {
    const { roles, groupIds, ancestorIds, until } = await effectiveRoles(user.id, target, at)
    return { roles: roles.map(({ id, name }) => ({ id, name })), groupIds, ancestorIds, until }
  }
  const system = await on({ type: 'system' })
  const dependsOn = cacheKeys('group', system.groupIds)
  const { until } = system
  if (system.roles.length > 0) return { scope: { kind: 'system' }, roles: system.roles, dependsOn, until }
  const domain = await on({ type: 'domain', id: user.domainId })
  if (domain.roles.length > 0)
    return { scope: { kind: 'domain', domainId: user.domainId }, roles: domain.roles, dependsOn, until }
  const unscoped = { scope: { kind: 'unscoped' }, roles: [], dependsOn, until } as const
  if (user.defaultProjectId === null) return unscoped
  // Also when it is not usable now: it can be enabled, or a role assigned on it, during the session.
  const withProject: readonly CacheKey[] = [...dependsOn, `project:${user.defaultProjectId}`]
  const target = await findActiveProject(user.defaultProjectId, stores)
  if (!target) return { ...unscoped, dependsOn: withProject }
  const project = await on({ type: 'project', id: target.projectId })
  const reached = [...withProject, ...cacheKeys('project', project.ancestorIds)]
  if (project.roles.length === 0) return { ...unscoped, dependsOn: reached }
  return { scope: { kind: 'project', ...target }, roles: project.roles, dependsOn: reached, until }
}

const findActiveProject = async (projectId: string, stores: Stores) => {
  try {
    const target = await requireActiveScope({ scope: { kind: 'project', projectId } }, { stores })
    return target && { projectId, domainId: target.domain.id }
  } catch (thrown) {
    if (isDomainError(thrown, 'unauthenticated')) return undefined
    throw thrown
  }
}
