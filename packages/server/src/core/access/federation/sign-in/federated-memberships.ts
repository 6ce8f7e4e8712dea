import type { FederatedKey, FederatedLink } from '../../../directory/federated-users/federated-link.ts'
import type { User } from '../../../directory/users/user.ts'
import type { EventKind } from '../../../kernel/events/event-kinds.ts'
import type { CommandContext } from '../../../kernel/operation.ts'
import { revokeUserTokens } from '../../../kernel/revocations/revoke-tokens.ts'
import type { IdentityProvider } from '../identity-provider.ts'

/**
 * Records the groups of a sign-in. With a time limit they are also stored as memberships. When the user has left a group
 * at the provider, its earlier tokens, which may carry the group, are revoked.
 */
export const renewGroups = async (
  key: FederatedKey,
  user: User,
  groupIds: readonly string[],
  link: FederatedLink | undefined,
  provider: IdentityProvider,
  at: CommandContext,
): Promise<void> => {
  const { stores, ports, now } = at
  const minutes = provider.authorizationTtl ?? ports.settings.defaultAuthorizationTtl
  const { added, removed } = await stores.groups.renewMemberships({
    userId: user.id,
    identityProviderId: provider.id,
    groupIds: minutes > 0 ? groupIds : [],
    expiresAt: now + minutes * 60_000,
    now,
  })
  for (const id of added) recordMembership('group.member_added', id, user, at)
  for (const id of removed) recordMembership('group.member_removed', id, user, at)
  const before = link?.groupIds ?? []
  const same = before.length === groupIds.length && before.every((id) => groupIds.includes(id))
  if (!same) await stores.federatedUsers.setGroups(key, groupIds)
  const left = [...before, ...removed].some((id) => !groupIds.includes(id))
  if (!left) return
  await revokeUserTokens(user.id, { stores, now })
  at.record({
    kind: 'user.updated',
    subject: { type: 'user', id: user.id },
    domainId: user.domainId,
    invalidates: [`user:${user.id}`],
    detail: { fields: ['federatedGroups'] },
  })
}

const recordMembership = (
  kind: Extract<EventKind, 'group.member_added' | 'group.member_removed'>,
  groupId: string,
  user: User,
  { record }: CommandContext,
): void =>
  record({
    kind,
    subject: { type: 'group', id: groupId },
    domainId: user.domainId,
    invalidates: [`user:${user.id}`],
    detail: { user_id: user.id },
  })
