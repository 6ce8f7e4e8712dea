import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type Slice } from '../../kernel/paging/list-query.ts'
import { allWithEffectiveStatus } from './inactivity.ts'
import type { User } from './user.ts'
import { type AskedSelection, userSelection } from './user-selection.ts'
import type { UserListQuery } from './user-store.ts'

export type ListUsers = Omit<UserListQuery, keyof AskedSelection | 'inactiveBefore'> &
  AskedSelection & {
    /** Also tells how many there are on all pages together. */
    readonly count?: boolean | undefined
    /** The rule that decides, for clients where another one does. Absent: that of Identity v3. */
    readonly rule?: string | undefined
  }

export type FoundUsers = Slice<User> & { readonly total?: number }

/** In the domain too; said once, since its index has no use for a second time. */
const within = (domainId: string, where: UserListQuery['where']): UserListQuery['where'] => [
  ...where.filter(({ key, op, value }) => key !== 'domain_id' || op !== 'eq' || value !== domainId),
  eq('domain_id', domainId),
]

/**
 * A domain-scoped caller sees its domain, whatever it asks for. An unknown marker is `not_found`; a search that
 * cannot be is `invalid`.
 */
export const listUsers = query({
  searches: true,
  rule: ({ rule = 'identity:list_users' }: ListUsers) => rule,
  target: (_input, _found, { caller }) => ({
    target: { domain_id: domainRestriction(caller) },
  }),
  read: async ({ count, rule: _, ...input }, _found, at): Promise<FoundUsers> => {
    const { stores, caller } = at
    const { after } = input.page
    if (after !== undefined && !(await stores.users.get(after))) throw notFound('marker', after)
    const own = domainRestriction(caller)
    const asked = {
      ...input,
      ...userSelection({ ...input, where: own === undefined ? input.where : within(own, input.where) }, at),
    }
    const found = allWithEffectiveStatus(await stores.users.list(asked), at)
    return count ? { ...found, total: await stores.users.count(asked) } : found
  },
})
