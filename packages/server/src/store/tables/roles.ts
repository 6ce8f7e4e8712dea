import { type Selectable, sql } from 'kysely'
import type { ResourceOptions } from '../../core/directory/projects/project.ts'
import type { Role } from '../../core/directory/roles/role.ts'
import type { RoleFilterKey, RoleStore } from '../../core/directory/roles/role-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
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

const columns: Readonly<Record<RoleFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  domain_id: { column: sql.ref('domain_id'), kind: 'text' },
  name: { column: sql.ref('name'), kind: 'text' },
  description: { column: sql.ref('description'), kind: 'text' },
}

const role = (row: Selectable<RolesTable>): Role => ({
  id: row.id,
  domainId: row.domain_id,
  name: row.name,
  description: row.description,
  options: fromJson<ResourceOptions>(row.options),
  extra: fromJson(row.extra),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const row = (given: Role): RolesTable => ({
  id: given.id,
  domain_id: given.domainId,
  name: given.name,
  description: given.description,
  options: json(given.options),
  extra: json(given.extra),
  created_at: given.createdAt,
  updated_at: given.updatedAt,
})

export const roleStore = (db: Db): RoleStore => {
  const { name: dialect, q } = db
  const all = () => q.selectFrom('roles').selectAll()
  return {
    insert: (given) =>
      mapConstraintErrors(async () => {
        await q.insertInto('roles').values(row(given)).execute()
        return given
      }),
    async insertUnlessNamed(given) {
      if (await owners(db, 'role', given.domainId, given.name).executeTakeFirst()) return false
      const { numInsertedOrUpdatedRows = 0n } = await q
        .insertInto('roles')
        .values(row(given))
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows > 0n
    },
    async get(id) {
      const row = await all()
        .where(among(dialect, sql.ref('id'), [id]))
        .executeTakeFirst()
      return row && role(row)
    },
    async getMany(ids) {
      const rows = await all()
        .where(among(dialect, sql.ref('id'), ids))
        .execute()
      return rows.map(role)
    },
    async getByName(name) {
      const rows = await all()
        .where(({ eb, or }) => or([eb('name', '=', name), eb('id', 'in', owners(db, 'role', null, name))]))
        .orderBy('id')
        .execute()
      const exactly = rows.some((row) => row.domain_id === null && row.name === name)
      return rows.filter((row) => row.name === name || !exactly).map(role)
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
      return slice(rows, page.limit, role)
    },
    async update(id, change) {
      const row = await mapConstraintErrors(() =>
        q
          .updateTable('roles')
          .set({
            name: change.name,
            description: change.description,
            options: change.options && json(change.options),
            extra: change.extra && json(change.extra),
            updated_at: change.updatedAt,
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirst(),
      )
      return row && role(row)
    },
    async delete(id) {
      await q
        .deleteFrom('role_implications')
        .where(({ eb, or }) => or([eb('prior_id', '=', id), eb('implied_id', '=', id)]))
        .execute()
      const { numDeletedRows } = await q.deleteFrom('roles').where('id', '=', id).executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async deleteDomain(domainId) {
      const owned = q.selectFrom('roles').select('id').where('domain_id', '=', domainId)
      await q
        .deleteFrom('role_implications')
        .where(({ eb, or }) => or([eb('prior_id', 'in', owned), eb('implied_id', 'in', owned)]))
        .execute()
      const gone = await q.deleteFrom('roles').where('domain_id', '=', domainId).returning('id').execute()
      return gone.map((row) => row.id)
    },
    insertImplication: ({ priorId, impliedId }) =>
      mapConstraintErrors(
        async () => {
          await q
            .insertInto('role_implications')
            .values({ prior_id: priorId, implied_id: impliedId })
            .execute()
        },
        () => notFound('role', `${priorId}, ${impliedId}`),
      ),
    async deleteImplication({ priorId, impliedId }) {
      const { numDeletedRows } = await q
        .deleteFrom('role_implications')
        .where('prior_id', '=', priorId)
        .where('implied_id', '=', impliedId)
        .executeTakeFirstOrThrow()
      return numDeletedRows > 0n
    },
    async implications() {
      const rows = await q
        .selectFrom('role_implications')
        .selectAll()
        .orderBy('prior_id')
        .orderBy('implied_id')
        .execute()
      return rows.map((row) => ({ priorId: row.prior_id, impliedId: row.implied_id }))
    },
  }
}
