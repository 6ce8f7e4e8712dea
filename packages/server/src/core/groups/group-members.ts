import { confinedTo } from '../caller.ts'
import type { EventKind } from '../journal/event-kinds.ts'
import { eq, type ListQuery, type Slice } from '../lists/list-query.ts'
import { type At, command, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { revokeUserTokens } from '../tokens/revoke-tokens.ts'
import { theUser } from '../users/get-user.ts'
import { allAsSeen, inactiveBefore } from '../users/inactivity.ts'
import { spareSystemUser } from '../users/system-users.ts'
import type { User } from '../users/user.ts'
import type { UserFilterKey } from '../users/user-store.ts'
import { groupTarget, theGroup } from './get-group.ts'
import type { Group } from './group.ts'

export type Membership = { readonly groupId: string; readonly userId: string }

type Both = { readonly group: Group; readonly user: User }

const both = async ({ groupId, userId }: Membership, at: Pick<At, 'stores'>): Promise<Both> => ({
  group: await theGroup(groupId, at),
  user: await theUser(userId, at),
})

const bothTarget = ({ group, user }: Both) => ({
  target: {
    group: { id: group.id, domain_id: group.domainId },
    user: { id: user.id, domain_id: user.domainId },
  },
})

const event = (kind: EventKind, { group, user }: Both) => ({
  kind,
  subject: { type: 'group', id: group.id },
  domainId: group.domainId,
  touches: [`user:${user.id}`],
  detail: { user_id: user.id },
})

/** Idempotent. */
export const addMember = command({
  rule: 'identity:add_user_to_group',
  load: (input: Membership, at) => both(input, at),
  target: (_input, found) => bothTarget(found),
  apply: async (input, { stores, now, found, may, record }) => {
    spareSystemUser((await both(input, { stores })).user, { may })
    if (await stores.groups.hasMember(input.groupId, input.userId)) return
    await stores.groups.addMember(input.groupId, input.userId, now)
    record(event('group.member_added', found))
  },
})

/** Ends every token of the user. Refuses `not_found` when it was no member. */
export const removeMember = command({
  rule: 'identity:remove_user_from_group',
  load: (input: Membership, at) => both(input, at),
  target: (_input, found) => bothTarget(found),
  apply: async ({ groupId, userId }, { stores, now, found, may, record }) => {
    spareSystemUser(found.user, { may })
    if (!(await stores.groups.removeMember(groupId, userId))) throw notFound('member', userId)
    await revokeUserTokens(userId, { stores, now })
    record(event('group.member_removed', found))
  },
})

/** Refuses `not_found` when the user is no member. */
export const checkMember = query({
  rule: 'identity:check_user_in_group',
  load: (input: Membership, at) => both(input, at),
  target: (_input, found) => bothTarget(found),
  read: async ({ groupId, userId }, _found, { stores }): Promise<void> => {
    if (!(await stores.groups.hasMember(groupId, userId))) throw notFound('member', userId)
  },
})

/** A domain-scoped caller sees the members of its domain only. An unknown marker is `not_found`. */
export const listMembers = query({
  searches: true,
  rule: 'identity:list_users_in_group',
  load: ({ groupId }: ListQuery<UserFilterKey> & { readonly groupId: string }, at) => theGroup(groupId, at),
  target: (_input, group) => groupTarget(group),
  read: async (input, group, at): Promise<Slice<User>> => {
    const { stores, caller } = at
    const { after } = input.page
    if (after !== undefined && !(await stores.users.get(after))) throw notFound('marker', after)
    const own = confinedTo(caller)
    const where = own === undefined ? input.where : [...input.where, eq<UserFilterKey>('domain_id', own)]
    const found = await stores.groups.members(group.id, {
      ...input,
      where,
      inactiveBefore: inactiveBefore(at),
    })
    return allAsSeen(found, at)
  },
})
