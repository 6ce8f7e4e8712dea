import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { Project } from '../projects/project.ts'
import { removeDomain } from './remove-domain.ts'

/** Fetches a project that is a domain or rejects with `not_found`. */
export const requireDomain = async (id: string, at: Pick<OperationContext, 'stores'>): Promise<Project> => {
  const project = await at.stores.projects.get(id)
  if (!project?.isDomain) throw notFound('domain', id)
  return project
}

/** Rule target of a domain. */
export const domainTarget = ({ id, name, enabled }: Project) => ({
  domain_id: id,
  target: { domain: { id, name, enabled } },
})

export const getDomain = query({
  rule: 'identity:get_domain',
  load: ({ id }: { readonly id: string }, at) => requireDomain(id, at),
  target: (_input, domain) => domainTarget(domain),
  read: async (_input, domain): Promise<Project> => domain,
})

export type DomainFilterKey = 'id' | 'name' | 'enabled'

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

/** Deletes a disabled domain and everything that belongs to it. */
export const deleteDomain = command({
  rule: 'identity:delete_domain',
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireDomain(id, at),
  target: (_input, domain) => domainTarget(domain),
  apply: async ({ id }, at) => removeDomain(await requireDomain(id, at), at),
})
