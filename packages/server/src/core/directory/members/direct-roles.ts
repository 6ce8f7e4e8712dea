import type { CommandContext, OperationContext } from '../../kernel/operation.ts'
import type { Assignment, AssignmentTimes } from '../assignments/assignment.ts'
import { grantEvent } from '../assignments/grant.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'

export type GivenRole = AssignmentTimes & { readonly role: Role }

const assignmentOf = (userId: string, projectId: string, roleId: string): Assignment => ({
  actor: { type: 'user', id: userId },
  target: { type: 'project', id: projectId },
  roleId,
  inherited: false,
})

/** The roles that were given to a user right there, in the order of their ids. */
export const directRoles = async (
  userId: string,
  projectId: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<readonly GivenRole[]> => {
  const given = await stores.assignments.listTimed({
    actors: [{ type: 'user', id: userId }],
    targets: [{ type: 'project', id: projectId }],
    inherited: false,
  })
  const roles = new Map(
    (await stores.roles.getMany(given.map(({ roleId }) => roleId))).map((role) => [role.id, role]),
  )
  return given.flatMap(({ roleId, createdAt, updatedAt }) => {
    const role = roles.get(roleId)
    return role ? [{ role, createdAt, updatedAt }] : []
  })
}

/** Idempotent. `since`: when the role began in whose place this one comes. */
export const grantRole = async (
  userId: string,
  project: Project,
  roleId: string,
  { stores, now, record }: CommandContext,
  since: number | null = now,
): Promise<void> => {
  const given = assignmentOf(userId, project.id, roleId)
  if (await stores.assignments.insert(given, { createdAt: since, updatedAt: now }))
    record(grantEvent('assignment.created', given, project))
}

export const revokeRole = async (
  userId: string,
  project: Project,
  roleId: string,
  { stores, record }: CommandContext,
): Promise<void> => {
  const taken = assignmentOf(userId, project.id, roleId)
  if (await stores.assignments.delete(taken)) record(grantEvent('assignment.deleted', taken, project))
}
