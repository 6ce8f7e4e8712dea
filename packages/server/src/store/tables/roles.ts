import type { Selectable } from 'kysely'
import type { ResourceOptions } from '../../core/directory/projects/project.ts'
import type { Role } from '../../core/directory/roles/role.ts'
import type { RoleFilterKey, RoleStore } from '../../core/directory/roles/role-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findIds, findRows, hasDeleted } from '../engine/results.ts'
import { owners } from './unique-names.ts'

export type RolesTable = {
  id: string
  domain_id: string | null
  name: string
  description: string | null
  options: string
  extra: string
  created_at: number
  updated_at: number
}

export type RoleImplicationsTable = { prior_id: string; implied_id: string }

const columns: Readonly<Record<RoleFilterKey, FilterColumn>> = columnsOf(
  'text',
  'id',
  'domain_id',
  'name',
  'description',
)

const fromRow = (row: Selectable<RolesTable>): Role => ({
  id: row.id,
  domainId: row.domain_id,
  name: row.name,
  description: row.description,
  options: fromJson<ResourceOptions>(row.options),
  extra: fromJson(row.extra),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export const roleToRow = (role: Role): RolesTable => ({
  id: role.id,
  domain_id: role.domainId,
  name: role.name,
  description: role.description,
  options: json(role.options),
  extra: json(role.extra),
  created_at: role.createdAt,
  updated_at: role.updatedAt,
})

export const roleStore = (db: Db): RoleStore => {
  const { q } = db
  const roles = keysetTable(db, 'roles', { fromRow, columns })
  return {
    get: roles.get,
    getMany: roles.getMany,
    list: roles.list,
    async insert(role) {
      await insertRow(db, 'roles', roleToRow(role))
      return role
    },
    async insertUnlessNamed(role) {
      if (await owners(db, 'role', role.domainId, role.name).executeTakeFirst()) return false
      const { numInsertedOrUpdatedRows = 0n } = await q
        .insertInto('roles')
        .values(roleToRow(role))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows > 0n
    },
    async getByName(name) {
      const rows = await q
        .selectFrom('roles')
        .selectAll()
        .where(({ eb, or }) => or([eb('name', '=', name), eb('id', 'in', owners(db, 'role', null, name))]))
        .orderBy('id')
        .execute()
      const exactly = rows.some((row) => row.domain_id === null && row.name === name)
      return rows.filter((row) => row.name === name || !exactly).map(fromRow)
    },
    update: (id, { name, description, options, extra, updatedAt }) =>
      roles.update(id, {
        name,
        description,
        options: options && json(options),
        extra: extra && json(extra),
        updated_at: updatedAt,
      }),
    async delete(id) {
      await q
        .deleteFrom('role_implications')
        .where(({ eb, or }) => or([eb('prior_id', '=', id), eb('implied_id', '=', id)]))
        .execute()
      return hasDeleted(q.deleteFrom('roles').where('id', '=', id))
    },
    async deleteDomain(domainId) {
      const owned = q.selectFrom('roles').select('id').where('domain_id', '=', domainId)
      await q
        .deleteFrom('role_implications')
        .where(({ eb, or }) => or([eb('prior_id', 'in', owned), eb('implied_id', 'in', owned)]))
        .execute()
      return findIds(q.deleteFrom('roles').where('domain_id', '=', domainId).returning('id'))
    },
    insertImplication: ({ priorId, impliedId }) =>
      insertRow(db, 'role_implications', { prior_id: priorId, implied_id: impliedId }, () =>
        notFound('role', `${priorId}, ${impliedId}`),
      ),
    deleteImplication: ({ priorId, impliedId }) =>
      hasDeleted(
        q.deleteFrom('role_implications').where('prior_id', '=', priorId).where('implied_id', '=', impliedId),
      ),
    implications: () =>
      findRows(
        q.selectFrom('role_implications').selectAll().orderBy('prior_id').orderBy('implied_id'),
        (row) => ({ priorId: row.prior_id, impliedId: row.implied_id }),
      ),
  }
}
