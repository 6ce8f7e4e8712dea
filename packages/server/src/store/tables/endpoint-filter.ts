import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { EndpointFilterStore } from '../../core/directory/endpoint-filter/endpoint-filter-store.ts'
import { notFound } from '../../core/kernel/domain-error.ts'
import { slice } from '../engine/column-filters.ts'
import type { Db } from '../engine/dialect.ts'
import { insertRow } from '../engine/insert-rows.ts'
import { hasDeleted, hasRow } from '../engine/results.ts'
import { belongsToGroup, type EndpointGroupsTable, endpointGroupFromRow } from './endpoint-groups.ts'
import { type EndpointsTable, endpointFromRow } from './endpoints.ts'

export type ProjectEndpointsTable = { project_id: string; endpoint_id: string }
export type ProjectEndpointGroupsTable = { project_id: string; endpoint_group_id: string }

/** The ids of the endpoints of a project, also those of its endpoint groups. */
export const endpointIdsOf = (projectId: string): RawBuilder<unknown> => sql`
  select endpoint_id as id from project_endpoints where project_id = ${projectId}
  union
  select e.id from project_endpoint_groups p
  join endpoint_groups g on g.id = p.endpoint_group_id
  join endpoints e on ${belongsToGroup}
  where p.project_id = ${projectId}`

export const endpointFilterStore = (db: Db): EndpointFilterStore => {
  const { q } = db
  const projectIds = async (
    column: RawBuilder<unknown>,
    id: string,
    { limit, after = '' }: Parameters<EndpointFilterStore['projectsOfGroup']>[1],
  ) => {
    const { rows } = await sql<{ id: string }>`select project_id as id from ${column} = ${id}
      and project_id > ${after} order by project_id limit ${limit + 1}`.execute(q)
    return slice(rows, limit, (row) => row)
  }
  return {
    addEndpoint: (projectId, endpointId) =>
      insertRow(db, 'project_endpoints', { project_id: projectId, endpoint_id: endpointId }, () =>
        notFound('project_endpoint', endpointId),
      ),
    hasEndpoint: (projectId, endpointId) =>
      hasRow(
        q
          .selectFrom('project_endpoints')
          .select('endpoint_id')
          .where('project_id', '=', projectId)
          .where('endpoint_id', '=', endpointId),
      ),
    removeEndpoint: (projectId, endpointId) =>
      hasDeleted(
        q
          .deleteFrom('project_endpoints')
          .where('project_id', '=', projectId)
          .where('endpoint_id', '=', endpointId),
      ),
    addGroup: (projectId, groupId) =>
      insertRow(db, 'project_endpoint_groups', { project_id: projectId, endpoint_group_id: groupId }, () =>
        notFound('project_endpoint_group', groupId),
      ),
    hasGroup: (projectId, groupId) =>
      hasRow(
        q
          .selectFrom('project_endpoint_groups')
          .select('endpoint_group_id')
          .where('project_id', '=', projectId)
          .where('endpoint_group_id', '=', groupId),
      ),
    removeGroup: (projectId, groupId) =>
      hasDeleted(
        q
          .deleteFrom('project_endpoint_groups')
          .where('project_id', '=', projectId)
          .where('endpoint_group_id', '=', groupId),
      ),
    async endpointsOf(projectId, { limit, after = '' }) {
      const { rows } = await sql<Selectable<EndpointsTable>>`
        select * from endpoints where id in (${endpointIdsOf(projectId)}) and id > ${after}
        order by id limit ${limit + 1}`.execute(q)
      return slice(rows, limit, endpointFromRow)
    },
    async groupsOf(projectId, { limit, after = '' }) {
      const { rows } = await sql<Selectable<EndpointGroupsTable>>`
        select g.* from project_endpoint_groups p join endpoint_groups g on g.id = p.endpoint_group_id
        where p.project_id = ${projectId} and g.id > ${after} order by g.id limit ${limit + 1}`.execute(q)
      return slice(rows, limit, endpointGroupFromRow)
    },
    projectsOfEndpoint: (id, page) => projectIds(sql`project_endpoints where endpoint_id`, id, page),
    projectsOfGroup: (id, page) => projectIds(sql`project_endpoint_groups where endpoint_group_id`, id, page),
  }
}
