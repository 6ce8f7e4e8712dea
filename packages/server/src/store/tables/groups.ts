import type { GroupStore } from '../../core/directory/groups/group-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { fold } from '../../core/kernel/text.ts'
import { json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findIds, findRow, findRows, hasDeleted } from '../engine/results.ts'
import { expiringMemberships } from './expiring-memberships.ts'
import { groupMembers } from './group-members.ts'
import { groupColumns, groupFromRow, groupToRow } from './group-rows.ts'
import { owners } from './unique-names.ts'

export const groupStore = (db: Db): GroupStore => {
  const { q } = db
  const groups = keysetTable(db, 'groups', { fromRow: groupFromRow, columns: groupColumns })
  const inDomain = (domainId: string) => q.selectFrom('groups').selectAll().where('domain_id', '=', domainId)
  return {
    ...groupMembers(db),
    ...expiringMemberships(db),
    get: groups.get,
    getMany: groups.getMany,
    list: groups.list,
    async insert(group) {
      await insertRow(db, 'groups', groupToRow(group), () => notFound('domain', group.domainId))
      return group
    },
    async getByName(domainId, name) {
      const exactly = await findRow(inDomain(domainId).where('name', '=', name), groupFromRow)
      if (exactly) return exactly
      const byName = q
        .selectFrom('groups')
        .selectAll()
        .where('id', 'in', owners(db, 'group', domainId, name))
      return findRow(byName, groupFromRow)
    },
    async getManyByName(domainId, names) {
      const rows = q
        .selectFrom('groups')
        .selectAll()
        .where('id', 'in', owners(db, 'group', domainId, ...names))
      const found = await findRows(rows, groupFromRow)
      const byName = new Map(found.map((group) => [group.name, group]))
      const byFoldedName = new Map(found.map((group) => [fold(group.name), group]))
      return names.map((name) => byName.get(name) ?? byFoldedName.get(fold(name)))
    },
    update: (id, { name, description, extra, updatedAt }) =>
      groups.update(id, { name, description, extra: extra && json(extra), updated_at: updatedAt }),
    async delete(id) {
      await q.deleteFrom('group_members').where('group_id', '=', id).execute()
      return hasDeleted(q.deleteFrom('groups').where('id', '=', id))
    },
    async deleteDomain(domainId) {
      // Also removes members of the domain from groups of other domains, so that its users can be deleted.
      await q
        .deleteFrom('group_members')
        .where(({ eb, or, selectFrom }) =>
          or([
            eb('group_id', 'in', selectFrom('groups').select('id').where('domain_id', '=', domainId)),
            eb('user_id', 'in', selectFrom('users').select('id').where('domain_id', '=', domainId)),
          ]),
        )
        .execute()
      return findIds(q.deleteFrom('groups').where('domain_id', '=', domainId).returning('id'))
    },
  }
}
