import { type Selectable, sql } from 'kysely'
import type { Group } from '../../core/directory/groups/group.ts'
import type { GroupFilterKey, GroupStore } from '../../core/directory/groups/group-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, inTime, slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { userColumnsAt } from '../user-search/user-columns.ts'
import { owners } from './unique-names.ts'
import { readUser } from './user-rows.ts'

export type GroupsTable = {
  id: string
  domain_id: string
  name: string
  description: string | null
  extra: string
  created_at: number
  updated_at: number
}

export type GroupMembersTable = { group_id: string; user_id: string; added_at: number }

const columns: Readonly<Record<GroupFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  domain_id: { column: sql.ref('domain_id'), kind: 'text' },
  name: { column: sql.ref('name'), kind: 'text' },
  description: { column: sql.ref('description'), kind: 'text' },
}

const group = (row: Selectable<GroupsTable>): Group => ({
  id: row.id,
  domainId: row.domain_id,
  name: row.name,
  description: row.description,
  extra: fromJson(row.extra),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export const groupStore = (db: Db): GroupStore => {
  const { name: dialect, q } = db
  const all = () => q.selectFrom('groups').selectAll('groups')
  const inDomain = (domainId: string) => q.selectFrom('groups').select('id').where('domain_id', '=', domainId)
  return {
    insert: (given) =>
      mapConstraintErrors(
        async () => {
          await q
            .insertInto('groups')
            .values({
              id: given.id,
              domain_id: given.domainId,
              name: given.name,
              description: given.description,
              extra: json(given.extra),
              created_at: given.createdAt,
              updated_at: given.updatedAt,
            })
            .execute()
          return given
        },
        () => notFound('domain', given.domainId),
      ),
    async get(id) {
      const row = await all()
        .where(among(dialect, sql.ref('id'), [id]))
        .executeTakeFirst()
      return row && group(row)
    },
    async getMany(ids) {
      const rows = await all()
        .where(among(dialect, sql.ref('id'), ids))
        .execute()
      return rows.map(group)
    },
    async getByName(domainId, name) {
      const exactly = await all()
        .where('domain_id', '=', domainId)
        .where('name', '=', name)
        .executeTakeFirst()
      const row =
        exactly ??
        (await all()
          .where('id', 'in', owners(db, 'group', domainId, name))
          .executeTakeFirst())
      return row && group(row)
    },
    async list({ where, page }) {
      const found = where.reduce(
        (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? all() : all().where('id', '>', page.after),
      )
      const rows = await found
        .orderBy('id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, group)
    },
    async update(id, change) {
      const row = await mapConstraintErrors(() =>
        q
          .updateTable('groups')
          .set({
            name: change.name,
            description: change.description,
            extra: change.extra && json(change.extra),
            updated_at: change.updatedAt,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && group(row)
    },
    async delete(id) {
      await q.deleteFrom('group_members').where('group_id', '=', id).execute()
      const { numDeletedRows } = await q.deleteFrom('groups').where('id', '=', id).executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async deleteDomain(domainId) {
      // Also removes members of the domain from groups of other domains, so that its users can be deleted.
      await q
        .deleteFrom('group_members')
        .where(({ eb, or, selectFrom }) =>
          or([
            eb('group_id', 'in', inDomain(domainId)),
            eb('user_id', 'in', selectFrom('users').select('id').where('domain_id', '=', domainId)),
          ]),
        )
        .execute()
      const gone = await q.deleteFrom('groups').where('domain_id', '=', domainId).returning('id').execute()
      return gone.map((row) => row.id)
    },
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
    async removeMember(groupId, userId) {
      const { numDeletedRows } = await q
        .deleteFrom('group_members')
        .where('group_id', '=', groupId)
        .where('user_id', '=', userId)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async hasMember(groupId, userId) {
      const row = await q
        .selectFrom('group_members')
        .select('user_id')
        .where('group_id', '=', groupId)
        .where('user_id', '=', userId)
        .executeTakeFirst()
      return row !== undefined
    },
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
      return slice(rows, page.limit, readUser)
    },
    async memberIds(groupId) {
      const rows = await q
        .selectFrom('group_members')
        .select('user_id')
        .where('group_id', '=', groupId)
        .orderBy('user_id')
        .execute()
      return rows.map((row) => row.user_id)
    },
    async memberIdsOf(groupIds) {
      const rows = await q
        .selectFrom('group_members')
        .select(['group_id', 'user_id'])
        .where(among(dialect, sql.ref('group_id'), groupIds))
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
        .where(inTime(dialect, among(dialect, sql.ref('group_id'), groupIds)))
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
        (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? own : own.where('group_members.group_id', '>', page.after),
      )
      const rows = await found
        .orderBy('group_members.group_id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, group)
    },
    async groupIdsOf(userId) {
      const rows = await q
        .selectFrom('group_members')
        .select('group_id')
        .where('user_id', '=', userId)
        .orderBy('group_id')
        .execute()
      return rows.map((row) => row.group_id)
    },
  }
}
