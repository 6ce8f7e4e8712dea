import { domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { isLongerThan } from '../../kernel/text.ts'
import { withClaimedEmails } from './email-conditions.ts'
import { inactiveBefore } from './inactivity.ts'
import { metadataConditions } from './metadata.ts'
import { type UserListQuery, type UserSearchField, userSearchFields } from './user-store.ts'

/** The requested selection of users, not yet validated: conditions, a filter, a search and metadata. */
export type RequestedSelection = Pick<UserListQuery, 'where' | 'filter' | 'metadata'> & {
  /** Empty text finds all users. Without fields: all of `userSearchFields`. */
  readonly search?:
    | { readonly text: string; readonly fields?: readonly UserSearchField[] | undefined }
    | undefined
}

const longest = 255

const searchOf = ({ search }: RequestedSelection): UserListQuery['search'] => {
  if (!search || search.text === '') return undefined
  const { text, fields = userSearchFields } = search
  const invalid = (code: ErrorCode<'invalid'>, message: string) =>
    domainError('invalid', code, message, { parameter: 'search' })
  if (isLongerThan(text, longest))
    throw invalid('search_too_long', `The search text must not exceed ${longest} characters.`)
  if (text.includes('\0')) throw invalid('search_unstorable', 'The search text must not contain NUL.')
  return { text, fields }
}

/** The validated selection for the store, with conditions on claimed emails. Rejects with `invalid`. */
export const userSelection = (requested: RequestedSelection, at: OperationContext) =>
  withClaimedEmails({
    where: requested.where,
    filter: requested.filter,
    search: searchOf(requested),
    metadata: metadataConditions(requested.metadata),
    inactiveBefore: inactiveBefore(at),
  })
