import type { Selectable } from 'kysely'
import type { ServiceProvider } from '../../core/access/federation/service-providers/service-provider.ts'
import type {
  ServiceProviderFilterKey,
  ServiceProviderStore,
} from '../../core/access/federation/service-providers/service-provider-store.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { flag } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findRows } from '../engine/results.ts'

export type ServiceProvidersTable = {
  id: string
  description: string | null
  enabled: number
  auth_url: string
  sp_url: string
  relay_state_prefix: string
}

const columns: Readonly<Record<ServiceProviderFilterKey, FilterColumn>> = {
  ...columnsOf('text', 'id'),
  ...columnsOf('flag', 'enabled'),
}

const fromRow = (row: Selectable<ServiceProvidersTable>): ServiceProvider => ({
  id: row.id,
  description: row.description,
  enabled: row.enabled === 1,
  authUrl: row.auth_url,
  spUrl: row.sp_url,
  relayStatePrefix: row.relay_state_prefix,
})

export const serviceProviderStore = (db: Db): ServiceProviderStore => {
  const providers = keysetTable(db, 'service_providers', { fromRow, columns })
  return {
    get: providers.get,
    list: providers.list,
    delete: providers.delete,
    insert: ({ id, description, enabled, authUrl, spUrl, relayStatePrefix }) =>
      providers.insert({
        id,
        description,
        enabled: flag(enabled),
        auth_url: authUrl,
        sp_url: spUrl,
        relay_state_prefix: relayStatePrefix,
      }),
    listEnabled: () =>
      findRows(
        db.q
          .selectFrom('service_providers')
          .select(['id', 'auth_url', 'sp_url'])
          .where('enabled', '=', 1)
          .orderBy('id'),
        ({ id, auth_url, sp_url }) => ({ id, authUrl: auth_url, spUrl: sp_url }),
      ),
    update: (id, { description, enabled, authUrl, spUrl, relayStatePrefix }) =>
      providers.update(id, {
        description,
        enabled: enabled === undefined ? undefined : flag(enabled),
        auth_url: authUrl,
        sp_url: spUrl,
        relay_state_prefix: relayStatePrefix,
      }),
  }
}
