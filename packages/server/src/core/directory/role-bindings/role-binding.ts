import { notFound } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { directRoles } from '../members/direct-roles.ts'
import type { MembershipRef } from '../members/membership.ts'
import type { Project } from '../projects/project.ts'
import { isCustom } from './custom-role.ts'

/**
 * The custom role of a user on a project, for clients that know one per user and project. Of several, which other clients
 * can grant, the first by id. It is derived from the assignment and not stored separately.
 */
export type RoleBinding = MembershipRef & {
  readonly roleId: string
  /** Depth of the project; 1 is directly below the domain. */
  readonly depth: number
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
}

/** Times of an assignment; the creation time of the project for assignments without recorded times. */
export const timesOf = (
  { createdAt, updatedAt }: { readonly createdAt: number | null; readonly updatedAt: number | null },
  project: Pick<Project, 'createdAt'>,
) => {
  const since = createdAt ?? project.createdAt
  return { createdAt: since, updatedAt: updatedAt ?? since }
}

/** Rejects with `not_found` when the user has no custom role on the project. */
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
