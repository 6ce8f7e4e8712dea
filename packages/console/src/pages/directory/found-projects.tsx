import type { PaginatedByCursor, Project } from '@muster/sdk'
import { useMessages } from '../../messages/use-messages.ts'
import { type Column, DataTable } from '../../ui/data-table/data-table.tsx'
import { ProjectName } from './names.tsx'
import { StateBadges } from './state-badges.tsx'

type FoundProjectsProps = {
  readonly label: string
  readonly listKey: readonly unknown[]
  readonly list: (signal: AbortSignal) => PaginatedByCursor<Project>
  readonly onOpen: (projectId: string) => unknown
  readonly empty?: string
}

/** Projects without their tree. */
export const FoundProjects = ({ label, listKey, list, onOpen, empty }: FoundProjectsProps) => {
  const { common, directory } = useMessages()
  const columns: readonly Column<Project>[] = [
    { id: 'name', header: common.name, width: 240, cell: ({ name }) => name },
    {
      id: 'parent',
      header: directory.parent,
      width: 240,
      cell: ({ parent_id }) => (parent_id === null ? directory.topLevel : <ProjectName id={parent_id} />),
    },
    {
      id: 'description',
      header: directory.description,
      width: 280,
      cell: ({ description }) => description || null,
    },
    { id: 'state', header: directory.state, width: 200, cell: (project) => <StateBadges {...project} /> },
  ]
  return (
    <DataTable
      label={label}
      columns={columns}
      list={{ key: listKey, page: (cursor, signal) => list(signal).page(cursor) }}
      rowKey={({ id }) => id}
      onOpen={({ id }) => onOpen(id)}
      {...(empty === undefined ? {} : { empty })}
    />
  )
}
