import { eq, type ListQuery, type Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { theUser } from '../users/get-user.ts'
import type { AccessToken } from './oauth1.ts'
import type { AccessTokenFilterKey } from './oauth1-store.ts'

export type ListAccessTokens = ListQuery<AccessTokenFilterKey> & { readonly userId: string }

/** What a user authorised, expired or not. An unknown marker is `not_found`. */
export const listAccessTokens = query({
  searches: true,
  rule: 'identity:list_access_tokens',
  load: ({ userId }: ListAccessTokens, at) => theUser(userId, at),
  read: async ({ userId, where, page }, _user, { stores }): Promise<Slice<AccessToken>> => {
    const { after } = page
    const marker = after === undefined ? undefined : await stores.oauth1.getAccessToken(after)
    if (after !== undefined && marker?.authorizingUserId !== userId) throw notFound('marker', after)
    return stores.oauth1.listAccessTokens({ where: [...where, eq('authorizing_user_id', userId)], page })
  },
})
