import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Policy, PolicyAssociation, PolicyTarget } from '../../core/directory/policies/policy.ts'
import type { PolicyFilterKey, PolicyStore } from '../../core/directory/policies/policy-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { columnsOf, type FilterColumn, slice } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'
import { mapConstraintErrors } from '../engine/constraints.ts'
import type { Db } from '../engine/dialect.ts'
import { inList } from '../engine/in-list.ts'
import { keysetTable } from '../engine/keyset-table.ts'
import { findRows, hasDeleted, hasRow } from '../engine/results.ts'
import { type EndpointsTable, endpointFromRow } from './endpoints.ts'

export type PoliciesTable = { id: string; type: string; blob: string; extra: string }

export type PolicyAssociationsTable = {
  policy_id: string
  endpoint_id: string | null
  service_id: string | null
  region_id: string | null
}

const columns: Readonly<Record<PolicyFilterKey, FilterColumn>> = columnsOf('text', 'id', 'type')

const fromRow = ({ id, type, blob, extra }: Selectable<PoliciesTable>): Policy => ({
  id,
  type,
  blob,
  extra: fromJson(extra),
})

const targetToRow = (target: PolicyTarget): Omit<PolicyAssociationsTable, 'policy_id'> =>
  'endpointId' in target
    ? { endpoint_id: target.endpointId, service_id: null, region_id: null }
    : { endpoint_id: null, service_id: target.serviceId, region_id: target.regionId ?? null }

const associationFromRow = (row: Selectable<PolicyAssociationsTable>): PolicyAssociation => ({
  policyId: row.policy_id,
  target:
    row.endpoint_id === null
      ? { serviceId: row.service_id ?? '', regionId: row.region_id ?? undefined }
      : { endpointId: row.endpoint_id },
})

/** The columns of the unique index of a kind of target; a partial one is named with its condition. */
const conflictOf = (target: PolicyTarget): RawBuilder<unknown> => {
  if ('endpointId' in target) return sql`(endpoint_id)`
  return target.regionId === undefined
    ? sql`(service_id) where region_id is null`
    : sql`(service_id, region_id)`
}

export const policyStore = (db: Db): PolicyStore => {
  const { q } = db
  const policies = keysetTable(db, 'policies', { fromRow, columns })
  /** The rows of an association: one or none. */
  const rowOf = ({ policyId, target }: PolicyAssociation) => {
    const { endpoint_id, service_id, region_id } = targetToRow(target)
    const is = (column: string, value: string | null): RawBuilder<SqlBool> =>
      value === null ? sql`${sql.ref(column)} is null` : sql`${sql.ref(column)} = ${value}`
    return sql<SqlBool>`policy_id = ${policyId} and ${is('endpoint_id', endpoint_id)}
      and ${is('service_id', service_id)} and ${is('region_id', region_id)}`
  }
  return {
    get: policies.get,
    list: policies.list,
    delete: policies.delete,
    insert: ({ id, type, blob, extra }) => policies.insert({ id, type, blob, extra: json(extra) }),
    update: (id, { type, blob, extra }) => policies.update(id, { type, blob, extra: extra && json(extra) }),
    associate: ({ policyId, target }) =>
      mapConstraintErrors(
        async () => {
          const { endpoint_id, service_id, region_id } = targetToRow(target)
          await sql`insert into policy_associations (policy_id, endpoint_id, service_id, region_id)
            values (${policyId}, ${endpoint_id}, ${service_id}, ${region_id})
            on conflict ${conflictOf(target)} do update set policy_id = excluded.policy_id`.execute(q)
        },
        () => notFound('policy_association', policyId),
      ),
    isAssociated: (association) =>
      hasRow(q.selectFrom('policy_associations').select('policy_id').where(rowOf(association))),
    dissociate: (association) => hasDeleted(q.deleteFrom('policy_associations').where(rowOf(association))),
    associationsOf: ({ endpointId, serviceId, regionIds }) =>
      findRows(
        q
          .selectFrom('policy_associations')
          .selectAll()
          .where(
            sql<SqlBool>`endpoint_id = ${endpointId} or (service_id = ${serviceId}
              and (region_id is null or ${inList(db.name, sql.ref('region_id'), regionIds)}))`,
          ),
        associationFromRow,
      ),
    async endpoints(id, { limit, after = '' }) {
      const { rows } = await sql<Selectable<EndpointsTable>>`
        with recursive within (service_id, region_id) as (
          select service_id, region_id from policy_associations where policy_id = ${id} and region_id is not null
          union
          select w.service_id, r.id from regions r join within w on r.parent_id = w.region_id
        )
        select e.* from endpoints e where e.id > ${after} and (
          exists (select 1 from policy_associations a where a.policy_id = ${id} and a.endpoint_id = e.id)
          or exists (select 1 from policy_associations a
            where a.policy_id = ${id} and a.service_id = e.service_id and a.region_id is null)
          or exists (select 1 from within w where w.service_id = e.service_id and w.region_id = e.region_id)
        ) order by e.id limit ${limit + 1}`.execute(q)
      return slice(rows, limit, endpointFromRow)
    },
  }
}
