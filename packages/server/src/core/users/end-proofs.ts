import { endApplicationCredentials } from '../application-credentials/end-application-credentials.ts'
import { endAccessTokens } from '../oauth1/end-access-tokens.ts'
import type { Applying } from '../operation.ts'
import { endUserAccess } from '../tokens/revoke-tokens.ts'
import { endTrusts } from '../trusts/end-trusts.ts'
import type { User } from './user.ts'

/**
 * Ends everything by which a user could act or prove who it is, but its password: sessions, tokens, API keys,
 * application, EC2 and TOTP credentials, trusts, OAuth access tokens, links and letters.
 */
export const endProofs = async (
  { id, domainId }: Pick<User, 'id' | 'domainId'>,
  at: Applying,
): Promise<void> => {
  const { stores, now } = at
  await endUserAccess(id, { stores, now })
  await stores.invitations.deleteOfUser(id)
  await endTrusts(await stores.trusts.deleteOfUser(id, now), domainId, at)
  await endAccessTokens(await stores.oauth1.deleteOfUser(id), domainId, at)
  await endApplicationCredentials(await stores.applicationCredentials.deleteOfUser(id), domainId, at)
  await stores.accessRules.deleteOfUser(id)
  await stores.credentials.deleteOfUser(id)
  await stores.messages.forgetUser(id)
}
