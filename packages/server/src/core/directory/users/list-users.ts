import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { isIn } from '../../kernel/filters/filter-expression.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type Slice } from '../../kernel/paging/list-query.ts'
import { domainOf } from '../external/directory-conditions.ts'
import { allWithEffectiveStatus } from './inactivity.ts'
import type { User } from './user.ts'
import { type RequestedSelection, userSelection } from './user-selection.ts'
import type { UserFilterKey, UserListQuery } from './user-store.ts'

export type ListUsers = Omit<UserListQuery, keyof RequestedSelection | 'inactiveBefore'> &
  RequestedSelection & {
    /** Also returns the total number of users on all pages. */
    readonly count?: boolean | undefined
  }

export type FoundUsers = Slice<User> & { readonly total?: number }

/** Adds the domain condition exactly once, so that the index of the domain is usable. */
const within = (domainId: string, where: UserListQuery['where']): UserListQuery['where'] => [
  ...where.filter(({ key, op, value }) => key !== 'domain_id' || op !== 'eq' || value !== domainId),
  eq('domain_id', domainId),
]

/**
 * In a domain with an external directory, the users that it has now: their rows are brought up to date, and other rows are
 * left out.
 */
const withDirectory = async (input: ListUsers, at: OperationContext): Promise<ListUsers> => {
  const domainId = domainRestriction(at.caller) ?? domainOf(input.where)
  const { directories } = at.ports
  if (domainId === undefined || !(await directories.serves(domainId))) return input
  const found = isIn<UserFilterKey>('id', await directories.listUsers(domainId, input.where))
  return { ...input, filter: input.filter ? { kind: 'all', of: [found, input.filter] } : found }
}

/**
 * A domain-scoped caller sees only users of its domain, whatever the filter. Rejects with `not_found` for an unknown
 * marker, `invalid` for a malformed search.
 */
export const listUsers = query({
  searches: true,
  rule: 'identity:list_users',
  target: (_input: ListUsers, _found, { caller }) => ({
    target: { domain_id: domainRestriction(caller) },
  }),
  prepare: (input, _found, at) => withDirectory(input, at),
  read: async ({ count, ...input }, _found, at): Promise<FoundUsers> => {
    const { stores, caller } = at
    const { after } = input.page
    if (after !== undefined && !(await stores.users.get(after))) throw notFound('marker', after)
    const own = domainRestriction(caller)
    const query = {
      ...input,
      ...userSelection({ ...input, where: own === undefined ? input.where : within(own, input.where) }, at),
    }
    const found = allWithEffectiveStatus(await stores.users.list(query), at)
    return count ? { ...found, total: await stores.users.count(query) } : found
  },
})

/** For APIs where only managers of an account see other users. */
export const listAccountUsers = { ...listUsers, rule: 'muster:list_account_users' } as const
