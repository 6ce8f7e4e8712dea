import { sql } from 'kysely'
import type { GroupStore } from '../../core/directory/groups/group-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { filterSql, inTime, slice } from '../engine/column-filters.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { findRows, hasDeleted, hasRow } from '../engine/results.ts'
import { userColumnsAt } from '../user-search/user-columns.ts'
import { groupColumns, groupFromRow } from './group-rows.ts'
import { userFromRow } from './user-rows.ts'

export type GroupMembersTable = { group_id: string; user_id: string; added_at: number }

type GroupMembers = Pick<
  GroupStore,
  | 'addMember'
  | 'removeMember'
  | 'hasMember'
  | 'removeUser'
  | 'members'
  | 'memberIds'
  | 'memberIdsOf'
  | 'memberships'
  | 'groupsOf'
  | 'groupIdsOf'
>

export const groupMembers = ({ name: dialect, q }: Db): GroupMembers => ({
  async addMember(groupId, userId, at) {
    // A deleted user keeps its row, so the foreign key would accept it.
    const user = await q
      .selectFrom('users')
      .select('id')
      .where('id', '=', userId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst()
    if (!user) throw notFound('user', userId)
    await mapConstraintErrors(
      () =>
        q
          .insertInto('group_members')
          .values({ group_id: groupId, user_id: userId, added_at: at })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      () => notFound('group', groupId),
    )
  },
  removeMember: (groupId, userId) =>
    hasDeleted(q.deleteFrom('group_members').where('group_id', '=', groupId).where('user_id', '=', userId)),
  hasMember: (groupId, userId) =>
    hasRow(
      q
        .selectFrom('group_members')
        .select('user_id')
        .where('group_id', '=', groupId)
        .where('user_id', '=', userId),
    ),
  async removeUser(userId) {
    await q.deleteFrom('group_members').where('user_id', '=', userId).execute()
  },
  async members(groupId, { where, page, inactiveBefore }) {
    const columns = userColumnsAt(dialect, inactiveBefore)
    const all = q
      .selectFrom('group_members')
      .innerJoin('users', 'users.id', 'group_members.user_id')
      .selectAll('users')
      .where('group_members.group_id', '=', groupId)
      .where('users.deleted_at', 'is', null)
    const found = where.reduce(
      (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
      page.after === undefined ? all : all.where('group_members.user_id', '>', page.after),
    )
    const rows = await found
      .orderBy('group_members.user_id')
      .limit(page.limit + 1)
      .execute()
    return slice(rows, page.limit, userFromRow)
  },
  memberIds: (groupId) =>
    findRows(
      q.selectFrom('group_members').select('user_id').where('group_id', '=', groupId).orderBy('user_id'),
      (row) => row.user_id,
    ),
  async memberIdsOf(groupIds) {
    const rows = await q
      .selectFrom('group_members')
      .select(['group_id', 'user_id'])
      .where(inList(dialect, sql.ref('group_id'), groupIds))
      .orderBy('group_id')
      .orderBy('user_id')
      .execute()
    const members = new Map<string, string[]>()
    for (const { group_id, user_id } of rows) {
      const known = members.get(group_id)
      if (known) known.push(user_id)
      else members.set(group_id, [user_id])
    }
    return members
  },
  async memberships(groupIds, { limit, from }) {
    const all = q
      .selectFrom('group_members')
      .select(['group_id', 'user_id'])
      .where(inTime(dialect, inList(dialect, sql.ref('group_id'), groupIds)))
    const rows = await (from === undefined ? all : all.where('user_id', '>=', from))
      .orderBy('user_id')
      .orderBy('group_id')
      .limit(limit + 1)
      .execute()
    return slice(rows, limit, (row) => ({ groupId: row.group_id, userId: row.user_id }))
  },
  async groupsOf(userId, { where, page }) {
    const own = q
      .selectFrom('group_members')
      .innerJoin('groups', 'groups.id', 'group_members.group_id')
      .selectAll('groups')
      .where('group_members.user_id', '=', userId)
    const found = where.reduce(
      (rows, filter) => rows.where(filterSql(dialect, groupColumns[filter.key], filter)),
      page.after === undefined ? own : own.where('group_members.group_id', '>', page.after),
    )
    const rows = await found
      .orderBy('group_members.group_id')
      .limit(page.limit + 1)
      .execute()
    return slice(rows, page.limit, groupFromRow)
  },
  groupIdsOf: (userId) =>
    findRows(
      q.selectFrom('group_members').select('group_id').where('user_id', '=', userId).orderBy('group_id'),
      (row) => row.group_id,
    ),
})
