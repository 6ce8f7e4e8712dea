import type { ManagedRowStore, Mapping } from '../../core/directory/external/managed-row-store.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { insertMany } from '../engine/insert-rows.ts'
import { findIds, findRow, hasRow } from '../engine/results.ts'
import { groupToRow } from './group-rows.ts'
import { insertUsers } from './users.ts'

/** As the table of this name in Keystone, so that the public ids are the same. */
export type IdMappingTable = {
  public_id: string
  domain_id: string
  entity_type: 'user' | 'group'
  local_id: string
}

export const mappingToRow = ({ publicId, domainId, type, localId }: Mapping): IdMappingTable => ({
  public_id: publicId,
  domain_id: domainId,
  entity_type: type,
  local_id: localId,
})

export const managedRowStore = (db: Db): ManagedRowStore => {
  const { q } = db
  const managedUsers = (domainId: string) =>
    q
      .selectFrom('users')
      .select('id')
      .where('domain_id', '=', domainId)
      .where('managed_by', 'is not', null)
      .where('status', '=', 'active')
      .where('deleted_at', 'is', null)
  return {
    async hasLocal(domainId) {
      const users = q
        .selectFrom('users')
        .select('id')
        .where('domain_id', '=', domainId)
        .where('managed_by', 'is', null)
        .where('deleted_at', 'is', null)
        .limit(1)
      if (await hasRow(users)) return true
      return hasRow(
        q
          .selectFrom('groups')
          .select('id')
          .where('domain_id', '=', domainId)
          .where('managed_by', 'is', null)
          .limit(1),
      )
    },
    async disableAll(domainId, at) {
      await q
        .updateTable('users')
        .set(({ eb }) => ({ status: 'disabled' as const, updated_at: at, version: eb('version', '+', 1) }))
        .where('id', 'in', managedUsers(domainId))
        .execute()
    },
    mapping: (publicId) =>
      findRow(q.selectFrom('id_mapping').selectAll().where('public_id', '=', publicId), (row) => ({
        publicId: row.public_id,
        domainId: row.domain_id,
        type: row.entity_type,
        localId: row.local_id,
      })),
    insertUsers: (users, mappings) =>
      mapConstraintErrors(async () => {
        await insertUsers(db, users)
        await insertMany(db, 'id_mapping', mappings.map(mappingToRow))
      }),
    insertGroup: (group, mapping) =>
      mapConstraintErrors(async () => {
        await q.insertInto('groups').values(groupToRow(group)).execute()
        await q.insertInto('id_mapping').values(mappingToRow(mapping)).execute()
      }),
    activeUserIds: (domainId) => findIds(managedUsers(domainId)),
    async deleteOfDomain(domainId) {
      await q.deleteFrom('id_mapping').where('domain_id', '=', domainId).execute()
    },
  }
}
