import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { AccessToken } from './oauth1.ts'

export type OfUser = { readonly userId: string; readonly id: string }

/** Fetches an access token that this user authorised, or refuses `not_found`. */
export const theAccessToken = async (
  { userId, id }: OfUser,
  { stores }: Pick<At, 'stores'>,
): Promise<AccessToken> => {
  const token = await stores.oauth1.getAccessToken(id)
  if (token?.authorizingUserId !== userId) throw notFound('access_token', id)
  return token
}

export const getAccessToken = query({
  rule: 'identity:get_access_token',
  load: (input: OfUser, at) => theAccessToken(input, at),
  read: async (_input, token): Promise<AccessToken> => token,
})
