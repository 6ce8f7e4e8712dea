import { requireUser } from '../../directory/users/get-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { AccessToken } from './oauth1.ts'
import type { AccessTokenFilterKey } from './oauth1-store.ts'
import { revokeAccessTokens } from './revoke-access-tokens.ts'

export type OfUser = { readonly userId: string; readonly id: string }

/** Fetches an access token that the user authorised, or rejects with `not_found`. */
export const requireAccessToken = async (
  { userId, id }: OfUser,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<AccessToken> => {
  const token = await stores.oauth1.getAccessToken(id)
  if (token?.authorizingUserId !== userId) throw notFound('access_token', id)
  return token
}

export const getAccessToken = query({
  rule: 'identity:get_access_token',
  load: (input: OfUser, at) => requireAccessToken(input, at),
  read: async (_input, token): Promise<AccessToken> => token,
})

export type ListAccessTokens = ListQuery<AccessTokenFilterKey> & { readonly userId: string }

/** Lists the access tokens that a user authorised, expired or not. Rejects with `not_found` for an unknown marker. */
export const listAccessTokens = query({
  searches: true,
  rule: 'identity:list_access_tokens',
  load: ({ userId }: ListAccessTokens, at) => requireUser(userId, at),
  read: async ({ userId, where, page }, _user, { stores }): Promise<Slice<AccessToken>> => {
    const { after } = page
    const marker = after === undefined ? undefined : await stores.oauth1.getAccessToken(after)
    if (after !== undefined && marker?.authorizingUserId !== userId) throw notFound('marker', after)
    return stores.oauth1.listAccessTokens({ where: [...where, eq('authorizing_user_id', userId)], page })
  },
})

/** Deletes an access token and revokes the tokens made with it. */
export const deleteAccessToken = command({
  rule: 'identity:delete_access_token',
  load: (input: OfUser, at) => requireAccessToken(input, at),
  apply: async ({ id }, at) => {
    if (!(await at.stores.oauth1.deleteAccessToken(id))) throw notFound('access_token', id)
    const user = await at.stores.users.get(at.found.authorizingUserId)
    await revokeAccessTokens([id], user?.domainId ?? null, at)
  },
})
