import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { endAccessTokens } from './end-access-tokens.ts'
import { type OfUser, theAccessToken } from './get-access-token.ts'

/** Takes back what a user authorised; every token made with it ends. */
export const deleteAccessToken = command({
  rule: 'identity:delete_access_token',
  load: (input: OfUser, at) => theAccessToken(input, at),
  apply: async ({ id }, at) => {
    if (!(await at.stores.oauth1.deleteAccessToken(id))) throw notFound('access_token', id)
    const user = await at.stores.users.get(at.found.authorizingUserId)
    await endAccessTokens([id], user?.domainId ?? null, at)
  },
})
