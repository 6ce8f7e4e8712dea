import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { type OfUser, requireAccessToken } from './get-access-token.ts'
import { revokeAccessTokens } from './revoke-access-tokens.ts'

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
