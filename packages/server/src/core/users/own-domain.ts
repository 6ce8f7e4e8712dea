import { query } from '../operation.ts'
import { domainMeant } from './look-up-user.ts'

/** The id of the domain that the caller means, for clients who know of one domain only and so name none. */
export const ownDomain = query({
  rule: 'known',
  read: (_input: object, _found, at): string => domainMeant(at),
})
