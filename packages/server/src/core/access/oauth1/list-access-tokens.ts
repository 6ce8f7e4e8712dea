import { requireUser } from '../../directory/users/get-user.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import { eq, type ListQuery, type Slice } from '../../kernel/paging/list-query.ts'
import type { AccessToken } from './oauth1.ts'
import type { AccessTokenFilterKey } from './oauth1-store.ts'

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
