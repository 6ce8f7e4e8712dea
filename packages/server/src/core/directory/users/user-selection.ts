import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { isLongerThan } from '../../kernel/text.ts'
import { withClaimedEmails } from './email-conditions.ts'
import { inactiveBefore } from './inactivity.ts'
import { metadataConditions } from './metadata.ts'
import { type UserListQuery, type UserSearchField, userSearchFields } from './user-store.ts'

/** Which users a caller asks for, as it was written: by conditions, a filter, a search and metadata. */
export type AskedSelection = Pick<UserListQuery, 'where' | 'filter' | 'metadata'> & {
  /** Blank text finds all users. Without fields: all of `userSearchFields`. */
  readonly search?:
    | { readonly text: string; readonly fields?: readonly UserSearchField[] | undefined }
    | undefined
}

const longest = 255

const searchOf = ({ search }: AskedSelection): UserListQuery['search'] => {
  if (!search || search.text === '') return undefined
  const { text, fields = userSearchFields } = search
  const wrong = (code: string, why: string) => domainError('invalid', code, why, { parameter: 'search' })
  if (isLongerThan(text, longest))
    throw wrong('search_too_long', `A search is for a text of at most ${longest} characters.`)
  if (text.includes('\0')) throw wrong('search_unstorable', 'No text holds NUL.')
  return { text, fields }
}

/** The same for the store: the search checked, addresses as claims compare them. Rejects with `invalid`. */
export const userSelection = (asked: AskedSelection, at: OperationContext) =>
  withClaimedEmails({
    where: asked.where,
    filter: asked.filter,
    search: searchOf(asked),
    metadata: metadataConditions(asked.metadata),
    inactiveBefore: inactiveBefore(at),
  })
