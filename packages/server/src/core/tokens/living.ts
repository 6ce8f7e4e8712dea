import type { At } from '../operation.ts'
import type { Project } from '../projects/project.ts'
import { activeUntil, asSeen } from '../users/inactivity.ts'
import type { User } from '../users/user.ts'
import { badToken } from './bad-token.ts'
import type { TokenFacts } from './token.ts'

type Inside = Pick<At, 'stores'>

export type Living = {
  readonly user: User
  readonly domain: Project
  /** Unix seconds: unless it is seen before, the user counts as disabled from then on. */
  readonly until: number
}

/** A user who may act: active, in an enabled domain. */
export const livingUser = async (
  id: string,
  { stores, ports }: Pick<At, 'stores' | 'ports'>,
): Promise<Living> => {
  const user = await stores.users.get(id)
  if (!user || asSeen(user, { ports, now: ports.now() }).status !== 'active')
    throw badToken('user_not_active')
  const domain = await stores.projects.get(user.domainId)
  if (!domain?.enabled) throw badToken('user_domain_disabled')
  return { user, domain, until: activeUntil(user, { ports }) / 1000 }
}

export type LivingTarget = { readonly domain: Project; readonly project?: Project }

/** The project or domain of the scope, enabled all the way up to its domain. */
export const livingTarget = async (
  { scope }: Pick<TokenFacts, 'scope'>,
  { stores }: Inside,
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
