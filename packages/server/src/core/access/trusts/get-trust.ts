import { query } from '../../kernel/operation.ts'
import { requireTrust, trustTarget } from './require-trust.ts'
import { rolesOf, type TrustWithRoles } from './trust-roles.ts'

export const getTrust = query({
  rule: 'identity:get_trust',
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireTrust(id, at),
  target: (_input, trust) => trustTarget(trust),
  read: async (_input, trust, at): Promise<TrustWithRoles> => ({ trust, roles: await rolesOf(trust, at) }),
})
