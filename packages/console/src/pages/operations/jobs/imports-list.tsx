import type { Import } from '@muster/sdk'
import { useNavigate } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useLanguage } from '../../../messages/use-messages.ts'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { Time } from '../../../ui/time.tsx'
import { useRefreshWhile } from '../use-refresh-while.ts'
import { UserName } from '../user-name.tsx'
import { JobState } from './job-state.tsx'

const key = ['imports', 'list']
const isRunning = ({ state }: Import) => state === 'running'

export const ImportsList = () => {
  const { messages, language } = useLanguage()
  const { jobs } = messages.operations
  const { fields } = jobs
  const navigate = useNavigate()
  useRefreshWhile(key, isRunning)
  const number = (count: number) => count.toLocaleString(language)
  const columns: readonly Column<Import>[] = [
    { id: 'created', header: fields.created, width: 210, cell: (i) => <Time value={i.created_at} /> },
    { id: 'state', header: fields.state, width: 120, cell: ({ state }) => <JobState state={state} /> },
    { id: 'mode', header: fields.mode, width: 180, cell: (i) => jobs.modeOf(i.mode, i.dry_run) },
    { id: 'rows', header: fields.rows, width: 90, cell: (i) => number(i.rows_done) },
    { id: 'created_count', header: fields.createdUsers, width: 130, cell: (i) => number(i.created) },
    { id: 'updated', header: fields.updatedUsers, width: 130, cell: (i) => number(i.updated) },
    { id: 'failed', header: fields.failed, width: 100, cell: (i) => number(i.failed) },
    {
      id: 'by',
      header: fields.by,
      width: 150,
      cell: ({ created_by: by }) => (by === null ? jobs.operator : <UserName id={by} />),
    },
  ]
  return (
    <DataTable
      label={jobs.imports}
      columns={columns}
      list={{
        key,
        page: (cursor, signal) => muster.imports.list({ limit: 100 }, { signal }).page(cursor),
      }}
      rowKey={({ id }) => id}
      onOpen={({ id }) => navigate({ to: '/imports/$importId', params: { importId: id } })}
      empty={jobs.noImports}
    />
  )
}
