import type { Selectable } from 'kysely'
import type { IdentityProvider } from '../../core/access/federation/identity-provider.ts'
import type {
  IdentityProviderFilterKey,
  IdentityProviderStore,
} from '../../core/access/federation/identity-provider-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findRow, findRows } from '../engine/results.ts'

export type IdentityProvidersTable = {
  id: string
  domain_id: string
  enabled: number
  description: string | null
  /** JSON list; `identity_provider_remote_ids` contains the same, unique. */
  remote_ids: string
  authorization_ttl: number | null
}

export type IdentityProviderRemoteIdsTable = { remote_id: string; identity_provider_id: string }

const columns: Readonly<Record<IdentityProviderFilterKey, FilterColumn>> = {
  ...columnsOf('text', 'id'),
  ...columnsOf('flag', 'enabled'),
}

const fromRow = (row: Selectable<IdentityProvidersTable>): IdentityProvider => ({
  id: row.id,
  domainId: row.domain_id,
  enabled: row.enabled === 1,
  description: row.description,
  remoteIds: fromJson(row.remote_ids),
  authorizationTtl: row.authorization_ttl,
})

export const identityProviderToRow = (provider: IdentityProvider): IdentityProvidersTable => ({
  id: provider.id,
  domain_id: provider.domainId,
  enabled: flag(provider.enabled),
  description: provider.description,
  remote_ids: json(provider.remoteIds),
  authorization_ttl: provider.authorizationTtl,
})

export const identityProviderStore = (db: Db): IdentityProviderStore => {
  const { q } = db
  const providers = keysetTable(db, 'identity_providers', { fromRow, columns })
  const insertRemoteIds = (id: string, remoteIds: readonly string[]): Promise<void> =>
    mapConstraintErrors(async () => {
      if (remoteIds.length === 0) return
      const rows = remoteIds.map((remoteId) => ({ remote_id: remoteId, identity_provider_id: id }))
      await q.insertInto('identity_provider_remote_ids').values(rows).execute()
    })
  return {
    find: providers.get,
    list: providers.list,
    delete: providers.delete,
    async insert(provider) {
      const { id, domainId, remoteIds } = provider
      const inserted = await providers.insert(identityProviderToRow(provider), () =>
        notFound('domain', domainId),
      )
      await insertRemoteIds(id, remoteIds)
      return inserted
    },
    async findByRemoteId(remoteId) {
      if (remoteId.includes('\0')) return undefined
      return findRow(
        q
          .selectFrom('identity_providers')
          .selectAll('identity_providers')
          .innerJoin('identity_provider_remote_ids', 'identity_provider_id', 'identity_providers.id')
          .where('remote_id', '=', remoteId),
        fromRow,
      )
    },
    ofDomain: (domainId, limit) =>
      findRows(
        q
          .selectFrom('identity_providers')
          .selectAll()
          .where('domain_id', '=', domainId)
          .orderBy('id')
          .limit(limit),
        fromRow,
      ),
    async update(id, { enabled, description, remoteIds, authorizationTtl }) {
      const updated = await providers.update(id, {
        enabled: enabled === undefined ? undefined : flag(enabled),
        description,
        remote_ids: remoteIds && json(remoteIds),
        authorization_ttl: authorizationTtl,
      })
      if (updated && remoteIds) {
        await q.deleteFrom('identity_provider_remote_ids').where('identity_provider_id', '=', id).execute()
        await insertRemoteIds(id, remoteIds)
      }
      return updated
    },
  }
}
