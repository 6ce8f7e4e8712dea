import type {
  DeletedUser,
  DeletedUserListQuery,
  DeletedUserSearch,
} from '../../directory/users/deleted-user.ts'
import { withClaimedEmails } from '../../directory/users/email-conditions.ts'
import { userTarget } from '../../directory/users/get-user.ts'
import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'

/** Fetches a deleted user or rejects with `not_found`, also for a user that is not deleted. */
export const requireDeletedUser = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<DeletedUser> => {
  const found = await stores.deletedUsers.get(id)
  if (!found) throw notFound('deleted_user', id)
  return found
}

export const getDeletedUser = query({
  rule: 'muster:get_deleted_user',
  load: ({ id }: { readonly id: string }, at) => requireDeletedUser(id, at),
  target: (_input, user) => userTarget(user),
  read: (_input, user): DeletedUser => user,
})

/** A domain-scoped caller sees only deleted users of its domain, whatever the filter. */
export const listDeletedUsers = query({
  searches: true,
  rule: 'muster:list_deleted_users',
  target: (_input: DeletedUserListQuery, _found, { caller }) => ({
    target: { domain_id: domainRestriction(caller) },
  }),
  read: async (input, _found, { stores, caller }): Promise<Slice<DeletedUser>> => {
    const own = domainRestriction(caller)
    if (own !== undefined && input.domainId !== undefined && input.domainId !== own)
      return { rows: [], more: false }
    return stores.deletedUsers.list({ ...input, domainId: own ?? input.domainId })
  },
})

/** The deleted users of a domain that match a filter of users, by id. */
export const findDeletedUsers = query({
  searches: true,
  rule: 'muster:list_deleted_users',
  target: ({ domainId }: DeletedUserSearch) => ({ target: { domain_id: domainId } }),
  read: (input, _found, { stores }): Promise<Slice<DeletedUser>> =>
    stores.deletedUsers.find(withClaimedEmails({ ...input, where: [] })),
})
