import { query } from '../../kernel/operation.ts'
import { callerDomain } from './look-up-user.ts'

/** The id of the caller's domain, for clients that know only one domain and therefore name none. */
export const getCallerDomain = query({
  access: 'authenticated',
  read: (_input: object, _found, at): string => callerDomain(at),
})
