import type { Project } from '../../directory/projects/project.ts'
import { activeUntil, withEffectiveStatus } from '../../directory/users/inactivity.ts'
import type { User } from '../../directory/users/user.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import { invalidToken } from './invalid-token.ts'
import type { TokenPayload } from './token.ts'

type Context = Pick<ReadContext, 'stores'>

export type ActiveUser = {
  readonly user: User
  readonly domain: Project
  /** Unix seconds: when the user counts as disabled unless used before then. */
  readonly until: number
}

/** Fetches an active user of an enabled domain. Throws `unauthenticated` otherwise. */
export const requireActiveUser = async (
  id: string,
  { stores, ports }: Pick<ReadContext, 'stores' | 'ports'>,
): Promise<ActiveUser> => {
  const user = await stores.users.get(id)
  if (!user || withEffectiveStatus(user, { ports, now: ports.now() }).status !== 'active')
    throw invalidToken('user_not_active')
  const domain = await stores.projects.get(user.domainId)
  if (!domain?.enabled) throw invalidToken('user_domain_disabled')
  return { user, domain, until: activeUntil(user, { ports }) / 1000 }
}

export type ActiveScope = { readonly domain: Project; readonly project?: Project }

/** The project or domain of the scope, or undefined for other scopes. Throws `unauthenticated` when it or its domain is disabled. */
export const requireActiveScope = async (
  { scope }: Pick<TokenPayload, 'scope'>,
  { stores }: Context,
): Promise<ActiveScope | undefined> => {
  if (scope.kind === 'domain') {
    const domain = await stores.projects.get(scope.domainId)
    if (!domain?.isDomain || !domain.enabled) throw invalidToken('scope_domain_disabled')
    return { domain }
  }
  if (scope.kind !== 'project') return undefined
  const project = await stores.projects.get(scope.projectId)
  // A project that acts as a domain can be scoped to as a domain only (keystone.md section 6.3).
  if (!project?.enabled || project.domainId === null) throw invalidToken('scope_project_disabled')
  const domain = await stores.projects.get(project.domainId)
  if (!domain?.enabled) throw invalidToken('scope_project_disabled')
  return { domain, project }
}
