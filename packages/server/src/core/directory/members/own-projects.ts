import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import { ownProjects } from '../assignments/list-accessible-scopes.ts'
import { requireReferenced } from '../projects/get-project.ts'
import type { Project } from '../projects/project.ts'
import type { ProjectFilterKey } from '../projects/project-store.ts'
import type { Role } from '../roles/role.ts'
import { requireUser } from '../users/get-user.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import { directRoles, revokeDirectRoles } from './direct-roles.ts'
import { type ListProjectMembers, membersOf, type ProjectMember } from './project-members.ts'

/** A project on which a user has a role, and its direct roles there; none for a role through a group or a project above. */
export type OwnProject = { readonly project: Project; readonly roles: readonly Role[] }

/** The projects on which the caller has a role, including disabled ones. */
export const listOwnMemberships = query({
  searches: true,
  rule: 'muster:list_own_projects',
  target: (_input: ListQuery<ProjectFilterKey>, _found, { caller }) => selfTarget(caller),
  read: async (input, _found, at): Promise<Slice<OwnProject>> => {
    const { userId } = requireCaller(at.caller)
    const { rows, more } = await ownProjects(input, at)
    const assignments = await at.stores.assignments.listTimed({
      actors: [{ type: 'user', id: userId }],
      targets: rows.map(({ id }) => ({ type: 'project', id })),
      inherited: false,
    })
    const roleIds = [...new Set(assignments.map(({ roleId }) => roleId))]
    const roles = new Map((await at.stores.roles.getMany(roleIds)).map((role) => [role.id, role]))
    return {
      more,
      rows: rows.map((project) => ({
        project,
        roles: assignments.flatMap(({ target, roleId }) => {
          const role = target.type === 'project' && target.id === project.id ? roles.get(roleId) : undefined
          return role ? [role] : []
        }),
      })),
    }
  },
})

/**
 * The users with a direct role on a project on which the caller has a role. Rejects with `not_found` for any other project,
 * so that ids reveal nothing.
 */
export const listOwnProjectMembers = query({
  searches: true,
  rule: 'muster:list_own_project_members',
  target: (_input: ListProjectMembers, _found, { caller }) => selfTarget(caller),
  read: async (input, _found, at): Promise<Slice<ProjectMember>> => {
    const own = await ownProjects({ where: [eq('id', input.projectId)], page: { limit: 1 } }, at)
    if (own.rows.length === 0) throw notFound('project', input.projectId)
    return membersOf(input, at)
  },
})

/**
 * Ends the caller's membership: revokes its direct roles on the project and the projects below. Rejects with `not_found`
 * when it has none on the project itself.
 */
export const leaveProject = command({
  rule: 'muster:leave_project',
  target: (_input: { readonly projectId: string }, _found, { caller }) => selfTarget(caller),
  apply: async ({ projectId }, at): Promise<void> => {
    const user = await requireUser(requireCaller(at.caller).userId, at)
    assertCanManageSystemUser(user, at)
    // Other projects are reported like missing memberships, so that ids reveal nothing.
    if ((await directRoles(user.id, projectId, at)).length === 0) throw notFound('member', user.id)
    const project = await requireReferenced({ id: projectId, exceptDomains: true }, at)
    await revokeDirectRoles(user, project, at)
  },
})
