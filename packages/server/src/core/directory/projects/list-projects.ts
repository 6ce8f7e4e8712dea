import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from './project.ts'
import type { ProjectListQuery } from './project-store.ts'

/**
 * Without a condition on `is_domain` domains are left out. A domain-scoped caller sees only projects of its domain,
 * whatever the filter. Rejects with `not_found` for an unknown marker.
 */
export const listProjects = query({
  searches: true,
  rule: 'identity:list_projects',
  target: (_input: ProjectListQuery, _found, { caller }) => ({
    target: { domain_id: domainRestriction(caller) },
  }),
  read: async (input, _found, { stores, caller }): Promise<Slice<Project>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.projects.get(after))) throw notFound('marker', after)
    const own = domainRestriction(caller)
    return stores.projects.list({
      ...input,
      where: [
        ...input.where,
        ...(input.where.some(({ key }) => key === 'is_domain') ? [] : [eq('is_domain' as const, false)]),
        ...(own === undefined ? [] : [eq('domain_id' as const, own)]),
      ],
    })
  },
})
