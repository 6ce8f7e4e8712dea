import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Project } from '../projects/project.ts'

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
