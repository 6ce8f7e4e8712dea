import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Trust } from '../../core/access/trusts/trust.ts'
import type { TrustFilterKey, TrustStore } from '../../core/access/trusts/trust-store.ts'
import { among } from '../engine/among.ts'
import { type FilterColumn, filterSql, slice } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { type EndColumns, endColumns, endOf } from './ends.ts'

export type TrustsTable = EndColumns & {
  id: string
  trustor_id: string
  trustee_id: string
  impersonation: number
  project_id: string | null
  /** JSON list in input order. */
  role_ids: string
  remaining_uses: number | null
  allow_redelegation: number
  redelegation_count: number
  redelegated_trust_id: string | null
  extra: string
  created_at: number
  deleted_at: number | null
}

const columns: Readonly<Record<TrustFilterKey, FilterColumn>> = {
  id: { column: sql.ref('id'), kind: 'text' },
  trustor_user_id: { column: sql.ref('trustor_id'), kind: 'text' },
  trustee_user_id: { column: sql.ref('trustee_id'), kind: 'text' },
  project_id: { column: sql.ref('project_id'), kind: 'text' },
}

const trust = (row: Selectable<TrustsTable>): Trust => ({
  id: row.id,
  trustorId: row.trustor_id,
  trusteeId: row.trustee_id,
  impersonation: row.impersonation === 1,
  projectId: row.project_id,
  roleIds: fromJson(row.role_ids),
  expiresAt: endOf(row),
  remainingUses: row.remaining_uses,
  allowRedelegation: row.allow_redelegation === 1,
  redelegationCount: row.redelegation_count,
  redelegatedTrustId: row.redelegated_trust_id,
  extra: fromJson(row.extra),
  createdAt: row.created_at,
  deletedAt: row.deleted_at,
})

export const trustStore = ({ name: dialect, q }: Db): TrustStore => {
  const alive = () => q.selectFrom('trusts').selectAll().where('deleted_at', 'is', null)

  /** Soft-deletes the trusts of the condition (on `t`) and everything redelegated from them. */
  const softDelete = async (condition: RawBuilder<SqlBool>, at: number): Promise<readonly string[]> => {
    const { rows } = await sql<{ id: string }>`
      with recursive down (id) as (
        select t.id from trusts t where t.deleted_at is null and ${condition}
        union
        select t.id from trusts t join down on t.redelegated_trust_id = down.id
      )
      update trusts set deleted_at = ${at} where deleted_at is null and id in (select id from down)
      returning id`.execute(q)
    return rows.map((row) => row.id)
  }

  return {
    insert: (given) =>
      mapConstraintErrors(async () => {
        await q
          .insertInto('trusts')
          .values({
            id: given.id,
            trustor_id: given.trustorId,
            trustee_id: given.trusteeId,
            impersonation: flag(given.impersonation),
            project_id: given.projectId,
            role_ids: json(given.roleIds),
            ...endColumns(given.expiresAt),
            remaining_uses: given.remainingUses,
            allow_redelegation: flag(given.allowRedelegation),
            redelegation_count: given.redelegationCount,
            redelegated_trust_id: given.redelegatedTrustId,
            extra: json(given.extra),
            created_at: given.createdAt,
            deleted_at: given.deletedAt,
          })
          .execute()
        return given
      }),
    async get(id) {
      const row = await alive()
        .where(among(dialect, sql.ref('id'), [id]))
        .executeTakeFirst()
      return row && trust(row)
    },
    async pedigree(id) {
      const { rows } = await sql<Selectable<TrustsTable> & { depth: number }>`
        with recursive up (trust_id, next_id, depth) as (
          select id, redelegated_trust_id, 0 from trusts
          where ${among(dialect, sql.ref('id'), [id])} and deleted_at is null
          union all
          select t.id, t.redelegated_trust_id, up.depth + 1 from trusts t
          join up on t.id = up.next_id where t.deleted_at is null
        )
        select trusts.* from trusts join up on up.trust_id = trusts.id order by up.depth`.execute(q)
      return rows.map(trust)
    },
    async list({ where, page }) {
      const found = where.reduce(
        (rows, filter) => rows.where(filterSql(dialect, columns[filter.key], filter)),
        page.after === undefined ? alive() : alive().where('id', '>', page.after),
      )
      const rows = await found
        .orderBy('id')
        .limit(page.limit + 1)
        .execute()
      return slice(rows, page.limit, trust)
    },
    async consumeUse(id) {
      const { numUpdatedRows } = await q
        .updateTable('trusts')
        .set({ remaining_uses: sql<number>`remaining_uses - 1` })
        .where('id', '=', id)
        .where('deleted_at', 'is', null)
        .where(({ eb, or }) => or([eb('remaining_uses', 'is', null), eb('remaining_uses', '>', 0)]))
        .executeTakeFirstOrThrow()
      return numUpdatedRows > 0n
    },
    delete: (id, at) => softDelete(sql`t.id = ${id}`, at),
    deleteOfUser: (userId, at) => softDelete(sql`(t.trustor_id = ${userId} or t.trustee_id = ${userId})`, at),
    deleteOfProject: (projectId, at) => softDelete(sql`t.project_id = ${projectId}`, at),
    deleteOfDomain: (domainId, at) => {
      const users = sql`(select id from users where domain_id = ${domainId})`
      const projects = sql`(select id from projects where domain_id = ${domainId})`
      return softDelete(
        sql`(t.trustor_id in ${users} or t.trustee_id in ${users} or t.project_id in ${projects})`,
        at,
      )
    },
  }
}
