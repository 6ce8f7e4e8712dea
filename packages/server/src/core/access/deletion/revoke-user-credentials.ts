import type { User } from '../../directory/users/user.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeAllUserAccess } from '../../kernel/revocations/revoke-tokens.ts'
import { revokeApplicationCredentials } from '../application-credentials/revoke-application-credentials.ts'
import { revokeAccessTokens } from '../oauth1/revoke-access-tokens.ts'
import { revokeTrusts } from '../trusts/revoke-trusts.ts'

/**
 * Revokes everything a user can act or authenticate with, except its password: sessions, tokens, API keys, application,
 * EC2 and TOTP credentials, trusts, OAuth access tokens, invitation and recovery links, and queued email.
 */
export const revokeUserCredentials = async (
  { id, domainId }: Pick<User, 'id' | 'domainId'>,
  at: Pick<CommandContext, 'stores' | 'now' | 'record'>,
): Promise<void> => {
  const { stores, now } = at
  await revokeAllUserAccess(id, { stores, now })
  await stores.invitations.deleteOfUser(id)
  await revokeTrusts(await stores.trusts.deleteOfUser(id, now), domainId, at)
  await revokeAccessTokens(await stores.oauth1.deleteOfUser(id), domainId, at)
  await revokeApplicationCredentials(await stores.applicationCredentials.deleteOfUser(id), domainId, at)
  await stores.accessRules.deleteOfUser(id)
  await stores.credentials.deleteOfUser(id)
  await stores.messages.deleteOfUser(id)
}
