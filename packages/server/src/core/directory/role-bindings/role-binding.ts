import { notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { directRoles } from '../members/direct-roles.ts'
import type { PairRef } from '../members/membership.ts'
import type { Project } from '../projects/project.ts'
import { isCustom } from './custom-role.ts'

/**
 * The custom role that a user has on a project, for clients who know one for each user and project. Of several,
 * which other clients can give, the first by its id. Nothing else is kept of it than the assignment.
 */
export type RoleBinding = PairRef & {
  readonly roleId: string
  /** How deep the project stands; 1 is right below the domain. */
  readonly depth: number
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** Of assignments that are older than their times, when the project was made. */
export const timesOf = (
  { createdAt, updatedAt }: { readonly createdAt: number | null; readonly updatedAt: number | null },
  project: Pick<Project, 'createdAt'>,
) => {
  const since = createdAt ?? project.createdAt
  return { createdAt: since, updatedAt: updatedAt ?? since }
}

/** Rejects with `not_found` where there is none. */
export const requireBinding = async (
  userId: string,
  project: Project,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<RoleBinding> => {
  const found = (await directRoles(userId, project.id, { stores })).find(({ role }) => isCustom(role))
  if (!found) throw notFound('role_binding', `${userId} on ${project.id}`)
  return {
    userId,
    projectId: project.id,
    roleId: found.role.id,
    depth: (await stores.projects.ancestors(project.id)).length,
    ...timesOf(found, project),
  }
}
