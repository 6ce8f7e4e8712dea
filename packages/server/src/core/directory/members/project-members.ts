import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Stores } from '../../kernel/stores.ts'
import type { Assignment } from '../assignments/assignment.ts'
import { projectTarget, requireReferenced } from '../projects/get-project.ts'
import type { Project } from '../projects/project.ts'
import type { Role } from '../roles/role.ts'
import { requireUser } from '../users/get-user.ts'
import { withEffectiveStatus } from '../users/inactivity.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import { directRoles } from './direct-roles.ts'
import type { MembershipRef } from './membership.ts'
import { endMembership } from './remove-member.ts'
import { assignMember, type SetMember } from './set-member.ts'

/** A user with its direct roles on a project. */
export type ProjectMember = { readonly user: User; readonly roles: readonly Role[] }

type Pair = { readonly user: User; readonly project: Project }

/** Loads a user and a project of one domain, which need not be the caller's. */
const requirePair = async (
  { userId, projectId }: MembershipRef,
  at: Pick<OperationContext, 'stores'>,
): Promise<Pair> => {
  const project = await requireReferenced({ id: projectId, exceptDomains: true }, at)
  const user = await requireUser(userId, at)
  if (user.domainId !== project.domainId) throw notFound('user', userId)
  return { user, project }
}

const pairTarget = ({ user, project }: Pair) => ({
  target: {
    user: { id: user.id, domain_id: user.domainId },
    project: { id: project.id, domain_id: project.domainId },
  },
})

/** Like `setMember`, for APIs that identify a project by its id alone. */
export const setProjectMember = command({
  rule: 'muster:set_member',
  load: (input: SetMember, at) => requirePair(input, at),
  target: (_input, found) => pairTarget(found),
  apply: async (input, at): Promise<ProjectMember> => {
    const { user, project } = await requirePair(input, at)
    assertCanManageSystemUser(user, at)
    await assignMember(user, project, input.role, at)
    return {
      user: withEffectiveStatus(user, at),
      roles: (await directRoles(user.id, project.id, at)).map(({ role }) => role),
    }
  },
})

/** Like `removeMember`, for APIs that identify a project by its id alone. */
export const removeProjectMember = command({
  rule: 'muster:set_member',
  load: (ref: MembershipRef, at) => requirePair(ref, at),
  target: (_ref, found) => pairTarget(found),
  apply: async (ref, at): Promise<void> => {
    const { user, project } = await requirePair(ref, at)
    assertCanManageSystemUser(user, at)
    await endMembership(user, project, at)
  },
})

export type ListProjectMembers = {
  readonly projectId: string
  readonly limit: number
  /** The last user of the previous page, which may have been removed. */
  readonly after?: string | undefined
}

/** Assignments read in one statement. */
const rowsAtOnce = 1000

/** The role ids of the users after `after`, ordered by user; complete for the first `limit` users. */
const roleIdsByUser = async (
  { projectId, limit, after }: ListProjectMembers,
  { assignments }: Pick<Stores, 'assignments'>,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const found = new Map<string, string[]>()
  const filter = {
    actorType: 'user',
    actorsFrom: after,
    targets: [{ type: 'project', id: projectId }],
    inherited: false,
  } as const
  for (let last: Assignment | undefined; ; ) {
    const { rows, more } = await assignments.listPage(filter, { limit: rowsAtOnce, after: last })
    for (const { actor, roleId } of rows) {
      if (actor.id === after) continue
      const known = found.get(actor.id)
      if (known) known.push(roleId)
      else found.set(actor.id, [roleId])
    }
    last = rows.at(-1)
    if (!more || found.size > limit) return found
  }
}

/** The users with a direct role on the project, ordered by id; the caller's right to see them is not checked. */
export const membersOf = async (
  input: ListProjectMembers,
  at: OperationContext,
): Promise<Slice<ProjectMember>> => {
  const { stores } = at
  const byUser = await roleIdsByUser(input, stores)
  const page = [...byUser].slice(0, input.limit)
  const users = new Map(
    (await stores.users.getMany(page.map(([userId]) => userId))).map((user) => [user.id, user]),
  )
  const roleIds = [...new Set(page.flatMap(([, ids]) => ids))]
  const roles = new Map((await stores.roles.getMany(roleIds)).map((role) => [role.id, role]))
  return {
    rows: page.flatMap(([userId, ids]) => {
      const user = users.get(userId)
      if (!user) return []
      return [{ user: withEffectiveStatus(user, at), roles: ids.flatMap((id) => roles.get(id) ?? []) }]
    }),
    more: byUser.size > input.limit,
  }
}

/** The users with a direct role on the project, ordered by id. */
export const listProjectMembers = query({
  searches: true,
  // What the list of assignments on the project shows, by the same rule.
  rule: 'identity:list_role_assignments',
  load: ({ projectId }: ListProjectMembers, at) =>
    requireReferenced({ id: projectId, exceptDomains: true }, at),
  target: (_input, project) => ({
    target: { ...projectTarget(project).target, domain_id: project.domainId },
  }),
  read: (input, _project, at): Promise<Slice<ProjectMember>> => membersOf(input, at),
})
