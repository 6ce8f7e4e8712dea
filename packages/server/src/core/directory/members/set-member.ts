import { domainError } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { accountRoleOf, requireDomainRole } from '../assignments/domain-role.ts'
import type { Project } from '../projects/project.ts'
import { requireCustomRole } from '../role-bindings/custom-role.ts'
import type { Role } from '../roles/role.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import { assertCanGrantRole } from './assert-can-grant.ts'
import { directRoles, grantRole, revokeRole } from './direct-roles.ts'
import { isMemberRole, type MemberRole } from './member-role.ts'
import { loadMembership, type MembershipRef, membershipTarget, requireMembership } from './membership.ts'

export type SetMember = MembershipRef & {
  /** A member role by name, or a custom role by id. */
  readonly role: { readonly name: MemberRole } | { readonly id: string }
}

export type Member = { readonly user: User; readonly project: Project; readonly role: Role }

/**
 * Makes a user of the domain a member of one of its projects, replacing an earlier member role. Members of a project
 * below another must be members of that one. Users with the domain role annotator can only be annotators, and only they
 * can (arize.md section 6). Rejects with `invalid` when these conditions are not met, `forbidden` when the caller may
 * not revoke a replaced role.
 */
export const setMember = command({
  rule: 'muster:set_member',
  load: (input: SetMember, at) => loadMembership(input, at),
  target: (_input, membership) => membershipTarget(membership),
  apply: async (input, at): Promise<Member> => {
    const { user, project } = await requireMembership(input, at)
    assertCanManageSystemUser(user, at)
    return assignMember(user, project, input.role, at)
  },
})

/** The change of `setMember` on a user and a project of one domain, inside another command. */
export const assignMember = async (
  user: User,
  project: Project,
  wanted: SetMember['role'],
  at: CommandContext,
): Promise<Member> => {
  await checkAbove(user, project, at)
  if ('id' in wanted) {
    const role = await requireCustomRole(wanted.id, user.domainId, at)
    await checkAnnotator(user, undefined, at)
    return replaceRole(user, project, role, () => true, at)
  }
  await checkAnnotator(user, wanted.name, at)
  return replaceRole(user, project, await requireDomainRole(wanted.name, at), isMemberRole, at)
}

const replaceRole = async (
  user: User,
  project: Project,
  role: Role,
  replaces: (before: Role) => boolean,
  at: CommandContext,
): Promise<Member> => {
  assertCanGrantRole(user, project, role, at)
  for (const { role: before } of await directRoles(user.id, project.id, at))
    if (before.id !== role.id && replaces(before)) {
      assertCanGrantRole(user, project, before, at)
      await revokeRole(user.id, project, before.id, at)
    }
  await grantRole(user.id, project, role.id, at)
  return { user, project, role }
}

const checkAbove = async (user: User, { parentId, domainId }: Project, at: CommandContext): Promise<void> => {
  if (parentId === null || parentId === domainId) return
  if ((await directRoles(user.id, parentId, at)).length === 0)
    throw domainError(
      'invalid',
      'not_a_member_above',
      'This user is not a member of the parent project. Add it there first.',
      { field: 'user_id' },
    )
}

const checkAnnotator = async (
  user: User,
  role: MemberRole | undefined,
  at: CommandContext,
): Promise<void> => {
  const account = await accountRoleOf(user, at)
  if (account === undefined || (account === 'annotator') === (role === 'annotator')) return
  throw domainError(
    'invalid',
    'annotators_annotate',
    account === 'annotator'
      ? 'A user with the domain role annotator can have only the role annotator on a project.'
      : 'The role annotator on a project requires the domain role annotator.',
    { field: 'role' },
  )
}
