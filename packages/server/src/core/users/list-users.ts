import { confinedTo } from '../caller.ts'
import { eq, type Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { notFound, refuse } from '../refusal.ts'
import { isLongerThan } from '../text.ts'
import { withClaimedEmails } from './email-conditions.ts'
import { allAsSeen, inactiveBefore } from './inactivity.ts'
import { metadataConditions } from './metadata.ts'
import type { User } from './user.ts'
import { type UserListQuery, type UserSearchField, userSearchFields } from './user-store.ts'

export type ListUsers = Omit<UserListQuery, 'search' | 'inactiveBefore'> & {
  /** Blank text finds everybody. Without fields: all of `userSearchFields`. */
  readonly search?:
    | { readonly text: string; readonly fields?: readonly UserSearchField[] | undefined }
    | undefined
  /** Also tells how many there are on all pages together. */
  readonly count?: boolean | undefined
  /** The rule that decides, for clients where another one does. Absent: that of Identity v3. */
  readonly rule?: string | undefined
}

export type FoundUsers = Slice<User> & { readonly total?: number }

const longest = 255

const searchOf = ({ search }: ListUsers): UserListQuery['search'] => {
  if (!search || search.text === '') return undefined
  const { text, fields = userSearchFields } = search
  const wrong = (code: string, why: string) => refuse('invalid', code, why, { parameter: 'search' })
  if (isLongerThan(text, longest))
    throw wrong('search_too_long', `A search is for a text of at most ${longest} characters.`)
  if (text.includes('\0')) throw wrong('search_unstorable', 'No text holds NUL.')
  return { text, fields }
}

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
    target: { domain_id: confinedTo(caller) },
  }),
  read: async ({ count, rule: _, ...input }, _found, at): Promise<FoundUsers> => {
    const { stores, caller } = at
    const { after } = input.page
    if (after !== undefined && !(await stores.users.get(after))) throw notFound('marker', after)
    const own = confinedTo(caller)
    const asked = withClaimedEmails({
      ...input,
      search: searchOf(input),
      metadata: metadataConditions(input.metadata),
      where: own === undefined ? input.where : within(own, input.where),
      inactiveBefore: inactiveBefore(at),
    })
    const found = allAsSeen(await stores.users.list(asked), at)
    return count ? { ...found, total: await stores.users.count(asked) } : found
  },
})
