import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import { requireUser, userTarget } from '../users/get-user.ts'
import { allWithEffectiveStatus, inactiveBefore, withEffectiveStatus } from '../users/inactivity.ts'
import type { User } from '../users/user.ts'
import type { UserFilterKey } from '../users/user-store.ts'
import type { FederatedKey, FederatedLink } from './federated-link.ts'

export type LinkedUser = { readonly user: User; readonly links: readonly FederatedLink[] }

/** A user with its links to users of identity providers. */
export const getLinkedUser = query({
  rule: 'identity:get_user',
  load: ({ id }: { readonly id: string }, at) => requireUser(id, at),
  target: (_input, user) => userTarget(user),
  read: async (_input, user, at): Promise<LinkedUser> => ({
    user: withEffectiveStatus(user, at),
    links: await at.stores.federatedUsers.ofUsers([user.id]),
  }),
})

export type ListLinkedUsers = ListQuery<UserFilterKey> & { readonly linkedTo: Partial<FederatedKey> }

/** The users with a link to a provider, protocol or user there. A domain-scoped caller sees only users of its domain. */
export const listLinkedUsers = query({
  searches: true,
  rule: 'identity:list_users',
  target: (_input: ListLinkedUsers, _found, { caller }) => ({
    target: { domain_id: domainRestriction(caller) },
  }),
  read: async (input, _found, at): Promise<Slice<User>> => {
    const { stores, caller } = at
    const { after } = input.page
    if (after !== undefined && !(await stores.users.get(after))) throw notFound('marker', after)
    const own = domainRestriction(caller)
    const where = own === undefined ? input.where : [...input.where, eq<UserFilterKey>('domain_id', own)]
    const found = await stores.federatedUsers.listUsers({
      ...input,
      where,
      inactiveBefore: inactiveBefore(at),
    })
    return allWithEffectiveStatus(found, at)
  },
})
