import type { Page, Slice } from '../lists/list-query.ts'
import { pageOf } from '../lists/page-of.ts'
import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Role } from '../roles/role.ts'
import { theTrust, trustTarget } from './the-trust.ts'
import type { Trust } from './trust.ts'

export type TrustWithRoles = { readonly trust: Trust; readonly roles: readonly Role[] }

/** The roles a trust lists, in its order; those deleted since are left out. */
export const rolesOf = async (
  { roleIds }: Trust,
  { stores }: Pick<At, 'stores'>,
): Promise<readonly Role[]> => {
  const roles = new Map((await stores.roles.getMany(roleIds)).map((role) => [role.id, role]))
  return roleIds.flatMap((id) => roles.get(id) ?? [])
}

type OfTrust = { readonly trustId: string }

export const listTrustRoles = query({
  searches: true,
  rule: 'identity:list_roles_for_trust',
  missing: 'shown',
  load: ({ trustId }: OfTrust & { readonly page: Page }, at) => theTrust(trustId, at),
  target: (_input, trust) => trustTarget(trust),
  read: async ({ page }, trust, at): Promise<Slice<Role>> => pageOf(await rolesOf(trust, at), page),
})

export const getTrustRole = query({
  rule: 'identity:get_role_for_trust',
  missing: 'shown',
  load: ({ trustId }: OfTrust & { readonly roleId: string }, at) => theTrust(trustId, at),
  target: (_input, trust) => trustTarget(trust),
  read: async ({ roleId }, trust, at): Promise<Role> => {
    const role = (await rolesOf(trust, at)).find(({ id }) => id === roleId)
    if (!role) throw notFound('role', roleId)
    return role
  },
})
