import { command } from '../../kernel/operation.ts'
import { domainTarget, requireDomain } from './get-domain.ts'
import { removeDomain } from './remove-domain.ts'

/** Deletes a disabled domain and everything that belongs to it. */
export const deleteDomain = command({
  rule: 'identity:delete_domain',
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireDomain(id, at),
  target: (_input, domain) => domainTarget(domain),
  apply: async ({ id }, at) => removeDomain(await requireDomain(id, at), at),
})
