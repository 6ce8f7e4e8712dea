import type { Project } from '../../directory/projects/project.ts'
import { activeUntil, withEffectiveStatus } from '../../directory/users/inactivity.ts'
import type { User } from '../../directory/users/user.ts'
import type { ReadContext } from '../../kernel/operation.ts'
import type { BasePorts } from '../../kernel/ports.ts'
import { invalidToken } from './invalid-token.ts'
import type { TokenPayload } from './token.ts'

type Context = Pick<ReadContext, 'stores'>

export type ActiveUser = {
  readonly user: User
  readonly domain: Project
  /** Unix seconds: when the user counts as disabled unless used before then, or must be read again. */
  readonly until: number
}

/** Unix milliseconds: until when a view of the user may be cached. A user of a directory is read again after that. */
const currentUntil = (user: User, { ports }: Pick<ReadContext, 'ports'>): number =>
  user.managedBy === null
    ? activeUntil(user, { ports })
    : ports.now() + ports.settings.directoryCacheSeconds * 1000

const isActive = (user: User, ports: BasePorts): boolean =>
  withEffectiveStatus(user, { ports, now: ports.now() }).status === 'active'

/** An active user of an enabled domain, as these rows have them. Throws `unauthenticated` otherwise. */
export const assertActiveUser = (
  { user, domain }: { readonly user: User | undefined; readonly domain: Project | undefined },
  { ports }: Pick<ReadContext, 'ports'>,
): ActiveUser => {
  if (!user || !isActive(user, ports)) throw invalidToken('user_not_active')
  if (!domain?.enabled) throw invalidToken('user_domain_disabled')
  return { user, domain, until: currentUntil(user, { ports }) / 1000 }
}

/** Fetches an active user of an enabled domain. Throws `unauthenticated` otherwise. */
export const requireActiveUser = async (
  id: string,
  { stores, ports }: Pick<ReadContext, 'stores' | 'ports'>,
): Promise<ActiveUser> => {
  const user = await stores.users.get(id)
  const domain = user && (await stores.projects.get(user.domainId))
  return assertActiveUser({ user, domain }, { ports })
}

export type ActiveScope = { readonly domain: Project; readonly project?: Project }

/**
 * The project or domain of the scope, or undefined for other scopes. Throws `unauthenticated` when it or its domain is
 * disabled. `known` is a domain that was just read.
 */
export const requireActiveScope = async (
  { scope }: Pick<TokenPayload, 'scope'>,
  { stores }: Context,
  known?: Project,
): Promise<ActiveScope | undefined> => {
  const domainOf = async (id: string) => (id === known?.id ? known : stores.projects.get(id))
  if (scope.kind === 'domain') {
    const domain = await domainOf(scope.domainId)
    if (!domain?.isDomain || !domain.enabled) throw invalidToken('scope_domain_disabled')
    return { domain }
  }
  if (scope.kind !== 'project') return undefined
  const project = await stores.projects.get(scope.projectId)
  // A project that acts as a domain can be scoped to as a domain only (keystone.md section 6.3).
  if (!project?.enabled || project.domainId === null) throw invalidToken('scope_project_disabled')
  const domain = await domainOf(project.domainId)
  if (!domain?.enabled) throw invalidToken('scope_project_disabled')
  return { domain, project }
}
