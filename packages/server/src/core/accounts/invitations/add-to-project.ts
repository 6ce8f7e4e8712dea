import type { MemberRole } from '../../directory/members/member-role.ts'
import { assignMember } from '../../directory/members/set-member.ts'
import type { User } from '../../directory/users/user.ts'
import { forbiddenByRule } from '../../kernel/authorize.ts'
import { notFound } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'

export type ProjectToJoin = { readonly id: string; readonly role: MemberRole }

/** Makes the invited user a member of a project of its domain, by the rule of `setMember`. */
export const addToProject = async (
  user: User,
  { id, role }: ProjectToJoin,
  at: CommandContext,
): Promise<void> => {
  const project = await at.stores.projects.get(id)
  // The id comes from the body: one of another domain must look like a missing one.
  if (project?.domainId !== user.domainId) throw notFound('project', id)
  // An invitation must not be a way around this rule.
  const rule = 'muster:set_member'
  const { domainId } = user
  const target = { user: { id: user.id, domain_id: domainId }, project: { id, domain_id: domainId } }
  if (!at.may(rule, { target })) throw forbiddenByRule(rule)
  await assignMember(user, project, { name: role }, at)
}
