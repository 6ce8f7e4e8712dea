import { type Selectable, sql } from 'kysely'
import type { FederatedKey, FederatedLink } from '../../core/directory/federated-users/federated-link.ts'
import type { FederatedUserStore } from '../../core/directory/federated-users/federated-user-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { filterSql, slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { findRow, findRows } from '../engine/results.ts'
import { userColumnsAt } from '../user-search/user-columns.ts'
import { userFromRow } from './user-rows.ts'

export type FederatedUsersTable = {
  user_id: string
  idp_id: string
  protocol_id: string
  unique_id: string
  display_name: string
  shadow: number
  /** JSON list. */
  group_ids: string
}

const fromRow = (row: Selectable<FederatedUsersTable>): FederatedLink => ({
  userId: row.user_id,
  identityProviderId: row.idp_id,
  protocolId: row.protocol_id,
  uniqueId: row.unique_id,
  displayName: row.display_name,
  shadow: row.shadow === 1,
  groupIds: fromJson(row.group_ids),
})

export const federatedUserStore = (db: Db): FederatedUserStore => {
  const { name: dialect, q } = db
  const withKey = ({ identityProviderId, protocolId, uniqueId }: FederatedKey) =>
    q
      .selectFrom('federated_users')
      .selectAll()
      .where('idp_id', '=', identityProviderId)
      .where('protocol_id', '=', protocolId)
      .where('unique_id', '=', uniqueId)
  const change = ({ identityProviderId, protocolId, uniqueId }: FederatedKey) =>
    q
      .updateTable('federated_users')
      .where('idp_id', '=', identityProviderId)
      .where('protocol_id', '=', protocolId)
      .where('unique_id', '=', uniqueId)
  return {
    get: (key) => findRow(withKey(key), fromRow),
    async insert({ userId, identityProviderId, protocolId, uniqueId, displayName, shadow, groupIds }) {
      await insertRow(
        db,
        'federated_users',
        {
          user_id: userId,
          idp_id: identityProviderId,
          protocol_id: protocolId,
          unique_id: uniqueId,
          display_name: displayName,
          shadow: flag(shadow),
          group_ids: json(groupIds),
        },
        () => notFound('identity_provider', identityProviderId),
      )
    },
    async rename(key, displayName) {
      await change(key).set({ display_name: displayName }).execute()
    },
    async setGroups(key, groupIds) {
      await change(key)
        .set({ group_ids: json(groupIds) })
        .execute()
    },
    ofUsers: (userIds) =>
      findRows(
        q
          .selectFrom('federated_users')
          .selectAll()
          .where(inList(dialect, sql.ref('user_id'), userIds))
          .orderBy('idp_id')
          .orderBy('protocol_id')
          .orderBy('unique_id'),
        fromRow,
      ),
    async listUsers({ where, page, inactiveBefore, linkedTo }) {
      const { identityProviderId, protocolId, uniqueId } = linkedTo
      const linked = q
        .selectFrom('federated_users')
        .select('user_id')
        .$if(identityProviderId !== undefined, (rows) => rows.where('idp_id', '=', identityProviderId ?? ''))
        .$if(protocolId !== undefined, (rows) => rows.where('protocol_id', '=', protocolId ?? ''))
        .$if(uniqueId !== undefined, (rows) => rows.where('unique_id', '=', uniqueId ?? ''))
      const columns = userColumnsAt(dialect, inactiveBefore)
      const all = q.selectFrom('users').selectAll().where('deleted_at', 'is', null).where('id', 'in', linked)
      const found = where.reduce(
        (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? all : all.where('id', '>', page.after),
      )
      const rows = await found
        .orderBy('id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, userFromRow)
    },
    async deleteOfUser(userId) {
      await q.deleteFrom('federated_users').where('user_id', '=', userId).execute()
    },
    deleteOfProvider({ identityProviderId, protocolId }) {
      const all = q.deleteFrom('federated_users').where('idp_id', '=', identityProviderId)
      const found = protocolId === undefined ? all : all.where('protocol_id', '=', protocolId)
      return findRows(found.returningAll(), fromRow)
    },
  }
}
