import { confinedTo } from '../caller.ts'
import { eq, type ListQuery, type Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import type { Project } from '../projects/project.ts'
import { notFound } from '../refusal.ts'

export type DomainFilterKey = 'name' | 'enabled'

/** A domain-scoped caller sees its own domain alone. An unknown marker is `not_found`. */
export const listDomains = query({
  searches: true,
  rule: 'identity:list_domains',
  target: (_input: ListQuery<DomainFilterKey>, _found, { caller }) => ({
    target: { domain: { id: confinedTo(caller) } },
  }),
  read: async ({ where, page }, _found, { stores, caller }): Promise<Slice<Project>> => {
    const { after } = page
    if (after !== undefined && !(await stores.projects.get(after))) throw notFound('marker', after)
    const own = confinedTo(caller)
    return stores.projects.list({
      where: [...where, eq('is_domain', true), ...(own === undefined ? [] : [eq('id' as const, own)])],
      page,
    })
  },
})
