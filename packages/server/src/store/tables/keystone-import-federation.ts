import { sql } from 'kysely'
import type { IdentityProvider } from '../../core/access/federation/identity-provider.ts'
import { flag, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertMany } from '../engine/insert-rows.ts'
import { putMany } from '../engine/put-rows.ts'
import { identityProviderToRow } from './identity-providers.ts'
import type { Writers } from './keystone-import-rows.ts'

const putIdentityProviders = async (db: Db, providers: readonly IdentityProvider[]): Promise<void> => {
  await putMany(db, { table: 'identity_providers', key: ['id'], rows: providers.map(identityProviderToRow) })
  const ids = providers.map(({ id }) => id)
  await db.q
    .deleteFrom('identity_provider_remote_ids')
    .where(inList(db.name, sql.ref('identity_provider_id'), ids))
    .execute()
  const remoteIds = providers.flatMap(({ id, remoteIds: of }) =>
    of.map((remoteId) => ({ remote_id: remoteId, identity_provider_id: id })),
  )
  await insertMany(db, 'identity_provider_remote_ids', remoteIds)
}

export const federationWriters: Pick<
  Writers,
  | 'identity_provider'
  | 'mapping'
  | 'federation_protocol'
  | 'federated_user'
  | 'expiring_membership'
  | 'service_provider'
> = {
  identity_provider: putIdentityProviders,
  mapping: (db, values) =>
    putMany(db, {
      table: 'mappings',
      key: ['id'],
      rows: values.map(({ id, schemaVersion, rules }) => ({
        id,
        schema_version: schemaVersion,
        rules: json(rules),
      })),
    }),
  federation_protocol: (db, values) =>
    putMany(db, {
      table: 'federation_protocols',
      key: ['identity_provider_id', 'id'],
      rows: values.map(({ id, identityProviderId, mappingId, remoteIdAttribute }) => ({
        identity_provider_id: identityProviderId,
        id,
        mapping_id: mappingId,
        remote_id_attribute: remoteIdAttribute,
      })),
    }),
  // The groups of the last sign-in at Muster stay.
  federated_user: (db, values) =>
    putMany(db, {
      table: 'federated_users',
      key: ['idp_id', 'protocol_id', 'unique_id'],
      update: ['user_id', 'display_name', 'shadow'],
      rows: values.map(({ userId, identityProviderId, protocolId, uniqueId, displayName, shadow }) => ({
        user_id: userId,
        idp_id: identityProviderId,
        protocol_id: protocolId,
        unique_id: uniqueId,
        display_name: displayName,
        shadow: flag(shadow),
        group_ids: json([]),
      })),
    }),
  expiring_membership: (db, values) =>
    putMany(db, {
      table: 'expiring_memberships',
      key: ['user_id', 'group_id', 'idp_id'],
      rows: values.map(({ userId, groupId, identityProviderId, expiresAt }) => ({
        user_id: userId,
        group_id: groupId,
        idp_id: identityProviderId,
        expires_at: expiresAt,
      })),
    }),
  service_provider: (db, values) =>
    putMany(db, {
      table: 'service_providers',
      key: ['id'],
      rows: values.map(({ id, description, enabled, authUrl, spUrl, relayStatePrefix }) => ({
        id,
        description,
        enabled: flag(enabled),
        auth_url: authUrl,
        sp_url: spUrl,
        relay_state_prefix: relayStatePrefix,
      })),
    }),
}
