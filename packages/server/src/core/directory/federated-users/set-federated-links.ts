import { domainError } from '../../kernel/domain-error.ts'
import type { CommandContext } from '../../kernel/operation.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { normalizeText } from '../../kernel/text.ts'
import type { User } from '../users/user.ts'
import { assertMayFederate } from './assert-may-federate.ts'
import { type FederatedKey, type FederatedLink, maxLinks } from './federated-link.ts'

type Context = Pick<CommandContext, 'stores' | 'now' | 'may'>

const invalid = (message: string) =>
  domainError('invalid', 'federated_link_invalid', message, { field: 'federated' })

const keyText = ({ identityProviderId, protocolId, uniqueId }: FederatedKey): string =>
  JSON.stringify([identityProviderId, protocolId, uniqueId])

/** Whether a key is one of the list. */
const among = (list: readonly FederatedKey[]): ((key: FederatedKey) => boolean) => {
  const texts = new Set(list.map(keyText))
  return (key) => texts.has(keyText(key))
}

/** Each key once. */
const distinctKeys = (keys: readonly FederatedKey[]): readonly FederatedKey[] => {
  if (keys.length > maxLinks) throw invalid(`A user can have at most ${maxLinks} federated identities.`)
  const normal = keys.map((key) => ({ ...key, uniqueId: normalizeText('unique_id', key.uniqueId, 255) }))
  return [...new Map(normal.map((key) => [keyText(key), key])).values()]
}

/** Rejects with `forbidden` unless the caller may federate, and then with `invalid` unless the providers and their protocols exist. */
const assertMayLink = async (keys: readonly FederatedKey[], at: Context): Promise<void> => {
  assertMayFederate(at)
  const { identityProviders, federationProtocols } = at.stores
  for (const { identityProviderId, protocolId } of keys) {
    if (!(await identityProviders.find(identityProviderId)))
      throw invalid(`Could not find identity provider: ${identityProviderId.slice(0, 64)}.`)
    if (!(await federationProtocols.find(identityProviderId, protocolId)))
      throw invalid(`Could not find federation protocol: ${protocolId.slice(0, 64)}.`)
  }
}

/**
 * Links a new user. Rejects with `forbidden` unless the caller may federate, and with `conflict` for a user of a provider
 * that is already linked.
 */
export const addFederatedLinks = async (
  user: Pick<User, 'id' | 'name'>,
  keys: readonly FederatedKey[],
  at: Context,
): Promise<void> => {
  if (keys.length === 0) return
  const wanted = distinctKeys(keys)
  await assertMayLink(wanted, at)
  for (const key of wanted) await at.stores.federatedUsers.insert(newLink(user, key, false))
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
 * removed are revoked, with the memberships from its provider. Rejects with `forbidden` unless the links stay the same or
 * the caller may federate: who signs in over a link brings the rights of its groups to the user.
 */
export const replaceFederatedLinks = async (
  user: Pick<User, 'id' | 'name'>,
  keys: readonly FederatedKey[],
  at: Context,
): Promise<void> => {
  if (keys.length === 0) return
  const { federatedUsers, groups } = at.stores
  const wanted = distinctKeys(keys)
  const before = await federatedUsers.ofUsers([user.id])
  const isWanted = among(wanted)
  const kept = before.filter(isWanted)
  const removed = before.filter((link) => !isWanted(link))
  const isKnown = among(before)
  const added = wanted.filter((key) => !isKnown(key))
  if (removed.length === 0 && added.length === 0) return
  await assertMayLink(wanted, at)
  const shadow = before.some((link) => link.shadow)
  await federatedUsers.deleteOfUser(user.id)
  for (const link of kept) await federatedUsers.insert(link)
  for (const key of added) await federatedUsers.insert(newLink(user, key, shadow))
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
