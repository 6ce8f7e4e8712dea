import { query } from '../../kernel/operation.ts'
import { eq } from '../../kernel/paging/list-query.ts'

/** Whether there are several enabled domains, so that the account pages must ask for the domain. */
export const hasSeveralDomains = query({
  access: 'public',
  read: async (_input: object, _found, { stores }): Promise<boolean> => {
    const where = [eq('is_domain', true), eq('enabled', true)] as const
    return (await stores.projects.list({ where, page: { limit: 1 } })).more
  },
})
