import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from '../projects/project.ts'

export type DomainFilterKey = 'name' | 'enabled'

/** A domain-scoped caller sees its own domain only. Rejects with `not_found` for an unknown marker. */
export const listDomains = query({
  searches: true,
  rule: 'identity:list_domains',
  target: (_input: ListQuery<DomainFilterKey>, _found, { caller }) => ({
    target: { domain: { id: domainRestriction(caller) } },
  }),
  read: async ({ where, page }, _found, { stores, caller }): Promise<Slice<Project>> => {
    const { after } = page
    if (after !== undefined && !(await stores.projects.get(after))) throw notFound('marker', after)
    const own = domainRestriction(caller)
    return stores.projects.list({
      where: [...where, eq('is_domain', true), ...(own === undefined ? [] : [eq('id' as const, own)])],
      page,
    })
  },
})
