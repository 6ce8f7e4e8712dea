import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { normalizeText } from '../../kernel/text.ts'
import type { User } from '../users/user.ts'
import { type FederatedKey, type FederatedLink, maxLinks } from './federated-link.ts'

type Context = Pick<CommandContext, 'stores' | 'now'>

const invalid = (message: string) =>
  domainError('invalid', 'federated_link_invalid', message, { field: 'federated' })

const keyText = ({ identityProviderId, protocolId, uniqueId }: FederatedKey): string =>
  JSON.stringify([identityProviderId, protocolId, uniqueId])

/** Rejects with `invalid` unless the providers and their protocols exist. */
const checkKeys = async (
  keys: readonly FederatedKey[],
  { stores }: Pick<Context, 'stores'>,
): Promise<readonly FederatedKey[]> => {
  if (keys.length > maxLinks) throw invalid(`A user can have at most ${maxLinks} federated identities.`)
  const found = new Map<string, FederatedKey>()
  for (const key of keys) {
    const { identityProviderId, protocolId } = key
    if (!(await stores.identityProviders.find(identityProviderId)))
      throw invalid(`Could not find identity provider: ${identityProviderId.slice(0, 64)}.`)
    if (!(await stores.federationProtocols.find(identityProviderId, protocolId)))
      throw invalid(`Could not find federation protocol: ${protocolId.slice(0, 64)}.`)
    const checked = { ...key, uniqueId: normalizeText('unique_id', key.uniqueId, 255) }
    found.set(keyText(checked), checked)
  }
  return [...found.values()]
}

/** Links a new user. Rejects with `conflict` for a user of a provider that is already linked. */
export const addFederatedLinks = async (
  user: Pick<User, 'id' | 'name'>,
  keys: readonly FederatedKey[],
  at: Context,
): Promise<void> => {
  for (const key of await checkKeys(keys, at))
    await at.stores.federatedUsers.insert(newLink(user, key, false))
}

const newLink = (user: Pick<User, 'id' | 'name'>, key: FederatedKey, shadow: boolean): FederatedLink => ({
  ...key,
  userId: user.id,
  displayName: user.name,
  shadow,
  groupIds: [],
})

/**
 * Replaces the links of a user; an empty list changes nothing (keystone.md section 9). The tokens of a link that is
 * removed are revoked, with the memberships from its provider.
 */
export const replaceFederatedLinks = async (
  user: Pick<User, 'id' | 'name'>,
  keys: readonly FederatedKey[],
  at: Context,
): Promise<void> => {
  if (keys.length === 0) return
  const { federatedUsers, groups } = at.stores
  const checked = await checkKeys(keys, at)
  const before = await federatedUsers.ofUsers([user.id])
  const wanted = new Set(checked.map(keyText))
  const kept = before.filter((link) => wanted.has(keyText(link)))
  const removed = before.filter((link) => !wanted.has(keyText(link)))
  const shadow = before.some((link) => link.shadow)
  await federatedUsers.deleteOfUser(user.id)
  for (const link of kept) await federatedUsers.insert(link)
  const known = new Set(kept.map(keyText))
  for (const key of checked)
    if (!known.has(keyText(key))) await federatedUsers.insert(newLink(user, key, shadow))
  for (const identityProviderId of new Set(removed.map((link) => link.identityProviderId)))
    await groups.renewMemberships({
      userId: user.id,
      identityProviderId,
      groupIds: [],
      expiresAt: at.now,
      now: at.now,
    })
  if (removed.length > 0) await revokeUserTokens(user.id, at)
}
