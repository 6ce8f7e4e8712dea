import type { FederatedLink } from '../../directory/federated-users/federated-link.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { softDeleteUser } from '../deletion/soft-delete-user.ts'

type Context = Pick<CommandContext, 'stores' | 'now' | 'record'>

/**
 * Deletes the links to a provider or to one of its protocols, before the provider or protocol itself is deleted. A user
 * that a sign-in created is deleted with its last link, unless it has a password; any other linked user loses its tokens.
 */
export const deleteFederatedUsers = async (
  provider: { readonly identityProviderId: string; readonly protocolId?: string },
  at: Context,
): Promise<void> => {
  const links = await at.stores.federatedUsers.deleteOfProvider(provider)
  const userIds = [...new Set(links.map(({ userId }) => userId))]
  const left = await at.stores.federatedUsers.ofUsers(userIds)
  for (const userId of userIds) {
    const own = links.filter((link) => link.userId === userId)
    if (left.some((link) => link.userId === userId)) await revokeUserTokens(userId, at)
    else await deleteOrphan(userId, own, at)
  }
}

const deleteOrphan = async (userId: string, links: readonly FederatedLink[], at: Context): Promise<void> => {
  const user = await at.stores.users.get(userId)
  if (!user) return
  const isOrphan = links.some(({ shadow }) => shadow) && !(await at.stores.passwords.current(userId))
  if (isOrphan) await softDeleteUser(user, at)
  else await revokeUserTokens(userId, at)
}
