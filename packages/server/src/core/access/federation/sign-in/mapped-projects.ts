import { grantEvent } from '../../../directory/assignments/grant.ts'
import { newProject } from '../../../directory/projects/new-project.ts'
import type { Project } from '../../../directory/projects/project.ts'
import type { User } from '../../../directory/users/user.ts'
import { domainError } from '../../../kernel/domain-error.ts'
import type { CommandContext } from '../../../kernel/operation.ts'
import type { IdentityProvider } from '../identity-provider.ts'
import type { MappedIdentity } from '../mapping/apply-mapping.ts'
import { requireMappedDomain, requireMappedRole } from './resolve-identity.ts'

/** Projects, and roles on each, of one sign-in. */
const maxProjects = 50
const maxRoles = 50

/**
 * Creates the projects of a mapping where they are missing, and grants the user the roles that the mapping names on them
 * (keystone.md section 23.3). The administrator who wrote the mapping decides which roles these are.
 */
export const grantMappedProjects = async (
  { projects }: Pick<MappedIdentity, 'projects'>,
  user: User,
  provider: IdentityProvider,
  at: CommandContext,
): Promise<void> => {
  if (projects.length > maxProjects || projects.some(({ roles }) => roles.length > maxRoles))
    throw domainError(
      'failed_precondition',
      'federated_projects_too_many',
      `A sign-in can have at most ${maxProjects} projects with ${maxRoles} roles each.`,
    )
  for (const { name, domain, roles } of projects) {
    const project = await ensureProject(name, await requireMappedDomain(domain, provider, at), at)
    for (const role of roles) {
      const { id: roleId } = await requireMappedRole(role.name, user.domainId, at)
      await grant(roleId, user, project, at)
    }
  }
}

const ensureProject = async (name: string, domain: Project, at: CommandContext): Promise<Project> => {
  const { stores, ports, now, record } = at
  const known = await stores.projects.getByName(domain.id, name)
  if (known) return known
  const place = { id: ports.newId(), domainId: domain.id, parentId: domain.id, isDomain: false }
  const project = await stores.projects.insert(newProject({ name }, place, now))
  record({ kind: 'project.created', subject: { type: 'project', id: project.id }, domainId: domain.id })
  return project
}

const grant = async (roleId: string, user: User, project: Project, at: CommandContext): Promise<void> => {
  const { stores, now, record } = at
  const assignment = {
    actor: { type: 'user', id: user.id },
    target: { type: 'project', id: project.id },
    roleId,
    inherited: false,
  } as const
  if (await stores.assignments.insert(assignment, { createdAt: now, updatedAt: now }))
    record(grantEvent('assignment.created', assignment, project))
}
