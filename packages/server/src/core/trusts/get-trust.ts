import { query } from '../operation.ts'
import { theTrust, trustRule, trustTarget } from './the-trust.ts'
import { rolesOf, type TrustWithRoles } from './trust-roles.ts'

export const getTrust = query({
  rule: trustRule('identity:get_trust'),
  load: ({ id }: { readonly id: string }, at) => theTrust(id, at),
  target: (_input, trust) => trustTarget(trust),
  read: async (_input, trust, at): Promise<TrustWithRoles> => ({ trust, roles: await rolesOf(trust, at) }),
})
