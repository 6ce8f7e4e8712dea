import { domainError } from '../../kernel/domain-error.ts'
import { type CommandContext, command } from '../../kernel/operation.ts'
import { accountRoleOf, requireDomainRole } from '../assignments/domain-role.ts'
import type { Project } from '../projects/project.ts'
import { requireCustomRole } from '../role-bindings/custom-role.ts'
import type { Role } from '../roles/role.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import { checkMayGive } from './assert-can-grant.ts'
import { directRoles, grantRole, revokeRole } from './direct-roles.ts'
import { isMemberRole, type MemberRole } from './member-role.ts'
import { loadPair, type PairRef, pairTarget, requireMembership } from './membership.ts'

export type SetMember = PairRef & {
  /** One of the roles of members, or a role of one's own by its id. */
  readonly role: { readonly name: MemberRole } | { readonly id: string }
}

export type Member = { readonly user: User; readonly project: Project; readonly role: Role }

/**
 * Makes a user of the domain a member of one of its projects, in place of what the user was there. A project below
 * another takes members of that one only. Who annotates for the account annotates everywhere and does nothing
 * else, and nobody else does (arize.md section 6). Rejects with `invalid` where that bars it, `forbidden` where a role
 * would go that is not the caller's to take.
 */
export const setMember = command({
  rule: 'muster:set_member',
  load: (input: SetMember, at) => loadPair(input, at),
  target: (_input, pair) => pairTarget(pair),
  apply: async (input, at): Promise<Member> => {
    const { user, project } = await requireMembership(input, at)
    assertCanManageSystemUser(user, at)
    await checkAbove(user, project, at)
    if ('id' in input.role) {
      const role = await requireCustomRole(input.role.id, user.domainId, at)
      await checkAnnotator(user, undefined, at)
      return putInPlace(user, project, role, () => true, at)
    }
    await checkAnnotator(user, input.role.name, at)
    return putInPlace(user, project, await requireDomainRole(input.role.name, at), isMemberRole, at)
  },
})

const putInPlace = async (
  user: User,
  project: Project,
  role: Role,
  replaces: (before: Role) => boolean,
  at: CommandContext,
): Promise<Member> => {
  checkMayGive(user, project, role, at)
  for (const { role: before } of await directRoles(user.id, project.id, at))
    if (before.id !== role.id && replaces(before)) {
      checkMayGive(user, project, before, at)
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
      'This user is no member of the project above: make it a member there first.',
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
      ? 'Who is annotator of the account can be annotator only.'
      : 'Only who is annotator of the account can be annotator.',
    { field: 'role' },
  )
}
