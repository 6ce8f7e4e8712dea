import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Trust } from '../../core/access/trusts/trust.ts'
import type { TrustFilterKey, TrustStore } from '../../core/access/trusts/trust-store.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { flag, fromJson, json } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { hasUpdated } from '../engine/results.ts'
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
  ...columnsOf('text', 'id', 'project_id'),
  trustor_user_id: { column: sql.ref('trustor_id'), kind: 'text' },
  trustee_user_id: { column: sql.ref('trustee_id'), kind: 'text' },
}

const fromRow = (row: Selectable<TrustsTable>): Trust => ({
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

export const trustToRow = (trust: Trust) => ({
  id: trust.id,
  trustor_id: trust.trustorId,
  trustee_id: trust.trusteeId,
  impersonation: flag(trust.impersonation),
  project_id: trust.projectId,
  role_ids: json(trust.roleIds),
  ...endColumns(trust.expiresAt),
  remaining_uses: trust.remainingUses,
  allow_redelegation: flag(trust.allowRedelegation),
  redelegation_count: trust.redelegationCount,
  redelegated_trust_id: trust.redelegatedTrustId,
  extra: json(trust.extra),
  created_at: trust.createdAt,
  deleted_at: trust.deletedAt,
})

export const trustStore = (db: Db): TrustStore => {
  const { name: dialect, q } = db
  const trusts = keysetTable(db, 'trusts', { fromRow, columns, visible: sql`"deleted_at" is null` })

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
    get: trusts.get,
    list: trusts.list,
    async insert(trust) {
      await insertRow(db, 'trusts', trustToRow(trust))
      return trust
    },
    async redelegationChain(id) {
      const { rows } = await sql<Selectable<TrustsTable> & { depth: number }>`
        with recursive up (trust_id, next_id, depth) as (
          select id, redelegated_trust_id, 0 from trusts
          where ${inList(dialect, sql.ref('id'), [id])} and deleted_at is null
          union all
          select t.id, t.redelegated_trust_id, up.depth + 1 from trusts t
          join up on t.id = up.next_id where t.deleted_at is null
        )
        select trusts.* from trusts join up on up.trust_id = trusts.id order by up.depth`.execute(q)
      return rows.map(fromRow)
    },
    consumeUse: (id) =>
      hasUpdated(
        q
          .updateTable('trusts')
          .set({ remaining_uses: sql<number>`remaining_uses - 1` })
          .where('id', '=', id)
          .where('deleted_at', 'is', null)
          .where(({ eb, or }) => or([eb('remaining_uses', 'is', null), eb('remaining_uses', '>', 0)])),
      ),
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
