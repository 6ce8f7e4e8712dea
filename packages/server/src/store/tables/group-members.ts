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

/** The end of a membership without one: the maximum of a safe integer, so that it is the latest. */
const endless = Number.MAX_SAFE_INTEGER

export const groupMembers = ({ name: dialect, q }: Db): GroupMembers => {
  /** The memberships of a user that have not expired. */
  const heldBy = (userId: string, now: number) =>
    q
      .selectFrom('group_members')
      .select(['group_id as held_group_id', sql<number>`${sql.lit(endless)}`.as('until')])
      .where('user_id', '=', userId)
      .unionAll(
        q
          .selectFrom('expiring_memberships')
          .select(['group_id as held_group_id', 'expires_at as until'])
          .where('user_id', '=', userId)
          .where('expires_at', '>', now),
      )
  return {
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
      for (const table of ['group_members', 'expiring_memberships'] as const)
        await q.deleteFrom(table).where('user_id', '=', userId).execute()
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
    async groupsOf(userId, { where, page }, now) {
      const own = q
        .selectFrom('groups')
        .innerJoin(heldBy(userId, now).as('held'), 'held.held_group_id', 'groups.id')
        .selectAll('groups')
        .select(({ fn }) => [fn.max('held.until').as('held_until')])
        .groupBy('groups.id')
      const found = where.reduce(
        (rows, filter) => rows.where(filterSql(dialect, groupColumns[filter.key], filter)),
        page.after === undefined ? own : own.where('groups.id', '>', page.after),
      )
      const rows = await found
        .orderBy('groups.id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, ({ held_until, ...row }) => ({
        ...groupFromRow(row),
        membershipExpiresAt: Number(held_until) === endless ? null : Number(held_until),
      }))
    },
    async groupIdsOf(userId, now) {
      const rows = await heldBy(userId, now).execute()
      const ends = rows.flatMap(({ until }) => (Number(until) === endless ? [] : [Number(until)]))
      return {
        ids: [...new Set(rows.map(({ held_group_id }) => held_group_id))].sort(),
        until: Math.min(Number.POSITIVE_INFINITY, ...ends),
      }
    },
  }
}
