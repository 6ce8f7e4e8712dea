import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { cacheKeys } from '../../kernel/events/cache-key.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { domainOf } from '../external/directory-conditions.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import type { Group } from './group.ts'
import type { GroupFilterKey, GroupOfUser } from './group-store.ts'

/** Fetches a group or rejects with `not_found`. */
export const requireGroup = async (id: string, at: Pick<OperationContext, 'stores'>): Promise<Group> => {
  const group = await at.stores.groups.get(id)
  if (!group) throw notFound('group', id)
  return group
}

/** Rule target of a group. */
export const groupTarget = (group: Pick<Group, 'id' | 'domainId'>) => ({
  target: { group: { id: group.id, domain_id: group.domainId } },
})

export const getGroup = query({
  rule: 'identity:get_group',
  load: ({ id }: { readonly id: string }, at) => requireGroup(id, at),
  target: (_input, group) => groupTarget(group),
  read: async (_input, group): Promise<Group> => group,
})

type Query = ListQuery<GroupFilterKey>

const within = (input: Query, own: string | undefined): Query =>
  own === undefined ? input : { ...input, where: [...input.where, eq('domain_id', own)] }

export type GroupList = Query & {
  /** The groups that an external directory has now; rows of others are left out. */
  readonly present?: ReadonlySet<string>
}

const withDirectory = async (input: GroupList, at: OperationContext): Promise<GroupList> => {
  const domainId = domainRestriction(at.caller) ?? domainOf(input.where)
  const { directories } = at.ports
  if (domainId === undefined || !(await directories.serves(domainId))) return input
  return { ...input, present: new Set(await directories.listGroups(domainId, input.where)) }
}

/** A domain-scoped caller sees only groups of its domain. Rejects with `not_found` for an unknown marker. */
export const listGroups = query({
  searches: true,
  rule: 'identity:list_groups',
  target: (_input: GroupList, _found, { caller }) => ({
    target: { group: { domain_id: domainRestriction(caller) } },
  }),
  prepare: (input, _found, at) => withDirectory(input, at),
  read: async ({ present, ...input }, _found, { stores, caller }): Promise<Slice<Group>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.groups.get(after))) throw notFound('marker', after)
    const found = await stores.groups.list(within(input, domainRestriction(caller)))
    return present ? { ...found, rows: found.rows.filter(({ id }) => present.has(id)) } : found
  },
})

/** The groups a user is a member of. */
export const listUserGroups = query({
  searches: true,
  rule: 'identity:list_groups_for_user',
  load: ({ userId }: Query & { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (input, user, { stores, caller, now }): Promise<Slice<GroupOfUser>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.groups.get(after))) throw notFound('marker', after)
    return stores.groups.groupsOf(user.id, within(input, domainRestriction(caller)), now)
  },
})

/** Maximum number of members in the event; beyond it all cached tokens are invalidated instead. */
const namedMembers = 500

/**
 * Deletes a group with its memberships and assignments. Revokes the tokens of its members if it had an assignment
 * (keystone.md section 6.10).
 */
export const deleteGroup = command({
  rule: 'identity:delete_group',
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireGroup(id, at),
  target: (_input, group) => groupTarget(group),
  apply: async ({ id }, { stores, now, found, record }) => {
    const memberIds = await stores.groups.memberIds(id)
    const grants = await stores.assignments.deleteOfActor({ type: 'group', id })
    if (!(await stores.groups.delete(id))) throw notFound('group', id)
    const affected = grants > 0 ? memberIds : []
    for (const userId of affected) await revokeUserTokens(userId, { stores, now })
    record({
      kind: 'group.deleted',
      subject: { type: 'group', id },
      domainId: found.domainId,
      invalidates:
        affected.length > namedMembers ? ['roles'] : [`group:${id}`, ...cacheKeys('user', affected)],
      detail: { members: memberIds.length, grants },
    })
  },
})
