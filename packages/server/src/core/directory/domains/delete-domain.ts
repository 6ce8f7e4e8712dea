import { command } from '../../kernel/operation.ts'
import { domainTarget, requireDomain } from './get-domain.ts'
import { removeDomain } from './remove-domain.ts'

/** Only a disabled domain can be deleted, and everything that belongs to it goes with it. */
export const deleteDomain = command({
  rule: 'identity:delete_domain',
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireDomain(id, at),
  target: (_input, domain) => domainTarget(domain),
  apply: async ({ id }, at) => removeDomain(await requireDomain(id, at), at),
})
