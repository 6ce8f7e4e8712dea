import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import type { NewEvent } from '../../kernel/events/event.ts'
import type { EventKind } from '../../kernel/events/event-kinds.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { requireUser } from '../users/get-user.ts'
import { allWithEffectiveStatus, inactiveBefore } from '../users/inactivity.ts'
import { assertCanManageSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import type { UserFilterKey } from '../users/user-store.ts'
import type { Group } from './group.ts'
import { groupTarget, requireGroup } from './groups.ts'

export type Membership = { readonly groupId: string; readonly userId: string }

type Both = { readonly group: Group; readonly user: User }

const loadBoth = async (
  { groupId, userId }: Membership,
  at: Pick<OperationContext, 'stores'>,
): Promise<Both> => ({
  group: await requireGroup(groupId, at),
  user: await requireUser(userId, at),
})

const bothTarget = ({ group, user }: Both) => ({
  target: {
    group: { id: group.id, domain_id: group.domainId },
    user: { id: user.id, domain_id: user.domainId },
  },
})

const event = (kind: EventKind, { group, user }: Both): NewEvent => ({
  kind,
  subject: { type: 'group', id: group.id },
  domainId: group.domainId,
  invalidates: [`user:${user.id}`],
  detail: { user_id: user.id },
})

/** Adds a user to a group; idempotent. */
export const addMember = command({
  rule: 'identity:add_user_to_group',
  load: (input: Membership, at) => loadBoth(input, at),
  target: (_input, found) => bothTarget(found),
  apply: async (input, { stores, now, found, may, record }) => {
    assertCanManageSystemUser((await loadBoth(input, { stores })).user, { may })
    if (await stores.groups.hasMember(input.groupId, input.userId)) return
    await stores.groups.addMember(input.groupId, input.userId, now)
    record(event('group.member_added', found))
  },
})

/** Removes a member and revokes all its tokens. Rejects with `not_found` when the user is not a member. */
export const removeMember = command({
  rule: 'identity:remove_user_from_group',
  load: (input: Membership, at) => loadBoth(input, at),
  target: (_input, found) => bothTarget(found),
  apply: async ({ groupId, userId }, { stores, now, found, may, record }) => {
    assertCanManageSystemUser(found.user, { may })
    if (!(await stores.groups.removeMember(groupId, userId))) throw notFound('member', userId)
    await revokeUserTokens(userId, { stores, now })
    record(event('group.member_removed', found))
  },
})

/** Rejects with `not_found` when the user is not a member. */
export const checkMember = query({
  rule: 'identity:check_user_in_group',
  load: (input: Membership, at) => loadBoth(input, at),
  target: (_input, found) => bothTarget(found),
  read: async ({ groupId, userId }, _found, { stores, now }): Promise<void> => {
    const { ids } = await stores.groups.groupIdsOf(userId, now)
    if (!ids.includes(groupId)) throw notFound('member', userId)
  },
})

/** A domain-scoped caller sees only members of its domain. Rejects with `not_found` for an unknown marker. */
export const listMembers = query({
  searches: true,
  rule: 'identity:list_users_in_group',
  load: ({ groupId }: ListQuery<UserFilterKey> & { readonly groupId: string }, at) =>
    requireGroup(groupId, at),
  target: (_input, group) => groupTarget(group),
  prepare: async (input, group, at) => {
    if (group.managedBy !== null) await at.ports.directories.readMembers(group)
    return input
  },
  read: async (input, group, at): Promise<Slice<User>> => {
    const { stores, caller } = at
    const { after } = input.page
    if (after !== undefined && !(await stores.users.get(after))) throw notFound('marker', after)
    const own = domainRestriction(caller)
    const where = own === undefined ? input.where : [...input.where, eq<UserFilterKey>('domain_id', own)]
    const found = await stores.groups.members(group.id, {
      ...input,
      where,
      inactiveBefore: inactiveBefore(at),
    })
    return allWithEffectiveStatus(found, at)
  },
})
