import { query } from '../../kernel/operation.ts'
import { callerDomain } from './look-up-user.ts'

/** The id of the domain that the caller means, for clients who know of one domain only and so name none. */
export const getCallerDomain = query({
  rule: 'known',
  read: (_input: object, _found, at): string => callerDomain(at),
})
