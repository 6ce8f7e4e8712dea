import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import type { Group } from './group.ts'
import type { GroupFilterKey } from './group-store.ts'

type Query = ListQuery<GroupFilterKey>

const within = (input: Query, own: string | undefined): Query =>
  own === undefined ? input : { ...input, where: [...input.where, eq('domain_id', own)] }

/** A domain-scoped caller sees only groups of its domain. Rejects with `not_found` for an unknown marker. */
export const listGroups = query({
  searches: true,
  rule: 'identity:list_groups',
  target: (_input: Query, _found, { caller }) => ({
    target: { group: { domain_id: domainRestriction(caller) } },
  }),
  read: async (input, _found, { stores, caller }): Promise<Slice<Group>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.groups.get(after))) throw notFound('marker', after)
    return stores.groups.list(within(input, domainRestriction(caller)))
  },
})

/** The groups a user is a member of. */
export const listUserGroups = query({
  searches: true,
  rule: 'identity:list_groups_for_user',
  load: ({ userId }: Query & { readonly userId: string }, at) => requireUser(userId, at),
  target: (_input, user) => userTarget(user),
  read: async (input, user, { stores, caller }): Promise<Slice<Group>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.groups.get(after))) throw notFound('marker', after)
    return stores.groups.groupsOf(user.id, within(input, domainRestriction(caller)))
  },
})
