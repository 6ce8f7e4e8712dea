import type { Selectable } from 'kysely'
import type { FederationProtocol } from '../../core/access/federation/federation-protocol.ts'
import type { FederationProtocolStore } from '../../core/access/federation/federation-protocol-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { findRow, hasDeleted } from '../engine/results.ts'

export type FederationProtocolsTable = {
  identity_provider_id: string
  id: string
  mapping_id: string
  remote_id_attribute: string | null
}

const fromRow = (row: Selectable<FederationProtocolsTable>): FederationProtocol => ({
  id: row.id,
  identityProviderId: row.identity_provider_id,
  mappingId: row.mapping_id,
  remoteIdAttribute: row.remote_id_attribute,
})

/** PostgreSQL rejects text with NUL; no stored text contains it. */
const isStorable = (...ids: readonly string[]): boolean => ids.every((id) => !id.includes('\0'))

export const federationProtocolStore = ({ q }: Db): FederationProtocolStore => ({
  insert: ({ id, identityProviderId, mappingId, remoteIdAttribute }) =>
    mapConstraintErrors(
      async () =>
        fromRow(
          await q
            .insertInto('federation_protocols')
            .values({
              id,
              identity_provider_id: identityProviderId,
              mapping_id: mappingId,
              remote_id_attribute: remoteIdAttribute,
            })
            .returningAll()
            .executeTakeFirstOrThrow(),
        ),
      () => notFound('identity_provider', identityProviderId),
    ),
  async find(identityProviderId, id) {
    if (!isStorable(identityProviderId, id)) return undefined
    return findRow(
      q
        .selectFrom('federation_protocols')
        .selectAll()
        .where('identity_provider_id', '=', identityProviderId)
        .where('id', '=', id),
      fromRow,
    )
  },
  async list(identityProviderId, { limit, after }) {
    const all = q
      .selectFrom('federation_protocols')
      .selectAll()
      .where('identity_provider_id', '=', identityProviderId)
    const rest = after === undefined ? all : all.where('id', '>', after)
    const rows = await rest
      .orderBy('id')
      .limit(limit + 1)
      .execute()
    return slice(rows, limit, fromRow)
  },
  async update(identityProviderId, id, { mappingId, remoteIdAttribute }) {
    const statement = q
      .updateTable('federation_protocols')
      .set({
        ...(mappingId === undefined ? {} : { mapping_id: mappingId }),
        ...(remoteIdAttribute === undefined ? {} : { remote_id_attribute: remoteIdAttribute }),
      })
      .where('identity_provider_id', '=', identityProviderId)
      .where('id', '=', id)
      .returningAll()
    return findRow(statement, fromRow)
  },
  delete: (identityProviderId, id) =>
    hasDeleted(
      q
        .deleteFrom('federation_protocols')
        .where('identity_provider_id', '=', identityProviderId)
        .where('id', '=', id),
    ),
})
