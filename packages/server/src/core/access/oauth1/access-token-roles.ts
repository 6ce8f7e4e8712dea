import type { Role } from '../../directory/roles/role.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Page, Slice } from '../../kernel/paging/list-query.ts'
import { pageOf } from '../../kernel/paging/page-of.ts'
import { type OfUser, requireAccessToken } from './access-tokens.ts'
import type { AccessToken } from './oauth1.ts'

const rolesOf = (
  { roleIds }: AccessToken,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<readonly Role[]> => stores.roles.getMany(roleIds)

/** The authorised roles, without implied ones. */
export const listAccessTokenRoles = query({
  searches: true,
  rule: 'identity:list_access_token_roles',
  load: (input: OfUser & { readonly page: Page }, at) => requireAccessToken(input, at),
  read: async ({ page }, token, at): Promise<Slice<Role>> => pageOf(await rolesOf(token, at), page),
})

export const getAccessTokenRole = query({
  rule: 'identity:get_access_token_role',
  load: (input: OfUser & { readonly roleId: string }, at) => requireAccessToken(input, at),
  read: async ({ roleId }, token, at): Promise<Role> => {
    const role = (await rolesOf(token, at)).find(({ id }) => id === roleId)
    if (!role) throw notFound('role', roleId)
    return role
  },
})
