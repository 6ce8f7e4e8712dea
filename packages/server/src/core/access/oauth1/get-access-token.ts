import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { AccessToken } from './oauth1.ts'

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
