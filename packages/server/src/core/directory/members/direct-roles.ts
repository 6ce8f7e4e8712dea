import { notFound } from '../../kernel/domain-error.ts'
import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import type { Assignment, AssignmentTimes } from '../assignments/assignment.ts'
import { grantEvent } from '../assignments/grant.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import type { User } from '../users/user.ts'

export type GivenRole = AssignmentTimes & { readonly role: Role }

const assignmentOf = (userId: string, projectId: string, roleId: string): Assignment => ({
  actor: { type: 'user', id: userId },
  target: { type: 'project', id: projectId },
  roleId,
  inherited: false,
})

/** The direct, not inherited roles of a user on a project, ordered by id. */
export const directRoles = async (
  userId: string,
  projectId: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<readonly GivenRole[]> => {
  const assignments = await stores.assignments.listTimed({
    actors: [{ type: 'user', id: userId }],
    targets: [{ type: 'project', id: projectId }],
    inherited: false,
  })
  const roles = new Map(
    (await stores.roles.getMany(assignments.map(({ roleId }) => roleId))).map((role) => [role.id, role]),
  )
  return assignments.flatMap(({ roleId, createdAt, updatedAt }) => {
    const role = roles.get(roleId)
    return role ? [{ role, createdAt, updatedAt }] : []
  })
}

/** Grants a role; idempotent. `since`: the creation time of the role that this one replaces. */
export const grantRole = async (
  userId: string,
  project: Project,
  roleId: string,
  { stores, now, record }: CommandContext,
  since: number | null = now,
): Promise<void> => {
  const assignment = assignmentOf(userId, project.id, roleId)
  if (await stores.assignments.insert(assignment, { createdAt: since, updatedAt: now }))
    record(grantEvent('assignment.created', assignment, project))
}

export const revokeRole = async (
  userId: string,
  project: Project,
  roleId: string,
  { stores, record }: CommandContext,
): Promise<void> => {
  const assignment = assignmentOf(userId, project.id, roleId)
  if (await stores.assignments.delete(assignment))
    record(grantEvent('assignment.deleted', assignment, project))
}

/**
 * Revokes all direct roles of a user on a project and the projects below. `assertMay` rejects roles that the caller may not
 * revoke. Rejects with `not_found` when the user has none on the project itself.
 */
export const revokeDirectRoles = async (
  user: Pick<User, 'id'>,
  project: Project,
  at: CommandContext,
  assertMay: (target: Project, role: Role) => void = () => undefined,
): Promise<void> => {
  if ((await directRoles(user.id, project.id, at)).length === 0) throw notFound('member', user.id)
  for (const target of [project, ...(await at.stores.projects.descendants(project.id))])
    for (const { role } of await directRoles(user.id, target.id, at)) {
      assertMay(target, role)
      await revokeRole(user.id, target, role.id, at)
    }
}
