import { isFederatedOnly, namesOfUser } from './bring-users.ts'
import { type ImportNoun, partOf } from './noun.ts'
import { CannotCome, idOf, optionalText, requiredText, timeOf } from './source-values.ts'

/** The links of users to users of identity providers. A user without a name of its own was created by a sign-in. */
export const federatedUsers: ImportNoun<'federated_user'> = {
  noun: 'federated_user',
  table: 'federated_user',
  key: ['id'],
  identity: ['idp_id', 'protocol_id', 'unique_id'],
  related: namesOfUser('user_id'),
  read(row, parts) {
    const uniqueId = requiredText(row, 'unique_id', 255)
    const value = {
      userId: idOf(row, 'user_id'),
      identityProviderId: idOf(row, 'idp_id'),
      protocolId: idOf(row, 'protocol_id'),
      uniqueId,
      displayName: optionalText(row, 'display_name', 255) ?? uniqueId,
      shadow: isFederatedOnly(parts),
    }
    return {
      value,
      references: [
        { kind: 'user', id: value.userId, column: 'user_id' },
        { kind: 'identity_provider', id: value.identityProviderId, column: 'idp_id' },
      ],
    }
  },
}

const minute = 60_000

export const expiringMemberships: ImportNoun<'expiring_membership'> = {
  noun: 'expiring_membership',
  table: 'expiring_user_group_membership',
  key: ['user_id', 'group_id', 'idp_id'],
  related: [partOf('provider', ['identity_provider', 'id'], 'idp_id', ['id'])],
  read(row, parts, { ports, now }) {
    const verifiedAt = timeOf(row, 'last_verified')
    if (verifiedAt === null) throw new CannotCome('last_verified is null.')
    const lifetime = Number(parts['provider']?.[0]?.['authorization_ttl'] ?? 0)
    // At Keystone, 0 stands for the default as well.
    const minutes = lifetime || ports.settings.defaultAuthorizationTtl
    const value = {
      userId: idOf(row, 'user_id'),
      groupId: idOf(row, 'group_id'),
      identityProviderId: idOf(row, 'idp_id'),
      expiresAt: Math.floor(verifiedAt) + minutes * minute,
    }
    if (value.expiresAt <= now) return undefined
    return {
      value,
      references: [
        { kind: 'user', id: value.userId, column: 'user_id' },
        { kind: 'group', id: value.groupId, column: 'group_id' },
        { kind: 'identity_provider', id: value.identityProviderId, column: 'idp_id' },
      ],
    }
  },
}
