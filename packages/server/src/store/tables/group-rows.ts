import type { Selectable } from 'kysely'
import type { Group } from '../../core/directory/groups/group.ts'
import type { GroupFilterKey } from '../../core/directory/groups/group-store.ts'
import { columnsOf, type FilterColumn } from '../engine/column-filters.ts'
import { fromJson, json } from '../engine/columns.ts'

export type GroupsTable = {
  id: string
  domain_id: string
  name: string
  description: string | null
  extra: string
  managed_by: 'ldap' | null
  created_at: number
  updated_at: number
}

export const groupColumns: Readonly<Record<GroupFilterKey, FilterColumn>> = columnsOf(
  'text',
  'id',
  'domain_id',
  'name',
  'description',
)

export const groupFromRow = (row: Selectable<GroupsTable>): Group => ({
  id: row.id,
  domainId: row.domain_id,
  name: row.name,
  description: row.description,
  managedBy: row.managed_by,
  extra: fromJson(row.extra),
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export const groupToRow = (group: Group): GroupsTable => ({
  id: group.id,
  domain_id: group.domainId,
  name: group.name,
  description: group.description,
  extra: json(group.extra),
  managed_by: group.managedBy,
  created_at: group.createdAt,
  updated_at: group.updatedAt,
})
