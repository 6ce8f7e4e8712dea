import type { Role } from '../../directory/roles/role.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import { pageOf } from '../../kernel/paging/page-of.ts'
import { requireTrust, trustTarget } from './require-trust.ts'
import type { Trust } from './trust.ts'

export type TrustWithRoles = { readonly trust: Trust; readonly roles: readonly Role[] }

/** The roles of a trust in its order, without roles deleted since. */
export const rolesOf = async (
  { roleIds }: Trust,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<readonly Role[]> => {
  const roles = new Map((await stores.roles.getMany(roleIds)).map((role) => [role.id, role]))
  return roleIds.flatMap((id) => roles.get(id) ?? [])
}

type OfTrust = { readonly trustId: string }

export const listTrustRoles = query({
  searches: true,
  rule: 'identity:list_roles_for_trust',
  missing: 'shown',
  load: ({ trustId }: OfTrust & { readonly page: Page }, at) => requireTrust(trustId, at),
  target: (_input, trust) => trustTarget(trust),
  read: async ({ page }, trust, at): Promise<Slice<Role>> => pageOf(await rolesOf(trust, at), page),
})

export const getTrustRole = query({
  rule: 'identity:get_role_for_trust',
  missing: 'shown',
  load: ({ trustId }: OfTrust & { readonly roleId: string }, at) => requireTrust(trustId, at),
  target: (_input, trust) => trustTarget(trust),
  read: async ({ roleId }, trust, at): Promise<Role> => {
    const role = (await rolesOf(trust, at)).find(({ id }) => id === roleId)
    if (!role) throw notFound('role', roleId)
    return role
  },
})
