import type { BulkJob } from '@muster/sdk'
import { useNavigate } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useLanguage, useMessages } from '../../../messages/use-messages.ts'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { Time } from '../../../ui/time.tsx'
import { useRefreshWhile } from '../use-refresh-while.ts'
import { UserName } from '../user-name.tsx'
import { useBulkRun } from './bulk-runs.ts'
import { JobState } from './job-state.tsx'

const key = ['bulk-jobs', 'list']
const isRunning = ({ state }: BulkJob) => state === 'running'

const State = ({ job }: { readonly job: BulkJob }) => (
  <JobState state={useBulkRun(job.id)?.isRunning ? 'running' : job.state} />
)

const Handled = ({ job }: { readonly job: BulkJob }) => {
  const { users } = useMessages()
  const handled = useBulkRun(job.id)?.counts?.handled ?? job.handled
  return job.total === null ? users.handled(handled) : users.handledOf(handled, job.total)
}

export const BulkJobsList = () => {
  const { messages, language } = useLanguage()
  const { users, operations } = messages
  const { jobs } = operations
  const { fields } = jobs
  const navigate = useNavigate()
  useRefreshWhile(key, isRunning)
  const number = (count: number) => count.toLocaleString(language)
  const columns: readonly Column<BulkJob>[] = [
    { id: 'created', header: fields.created, width: 210, cell: (j) => <Time value={j.created_at} /> },
    { id: 'action', header: fields.action, width: 215, cell: ({ action }) => users.actions[action] },
    { id: 'state', header: fields.state, width: 120, cell: (job) => <State job={job} /> },
    {
      id: 'handled',
      header: fields.handled,
      width: 140,
      cell: (job) => <Handled job={job} />,
    },
    { id: 'changed', header: fields.changed, width: 150, cell: (j) => number(j.changed) },
    { id: 'failed', header: fields.failed, width: 110, cell: (j) => number(j.failed) },
    {
      id: 'by',
      header: fields.by,
      width: 180,
      cell: ({ created_by: by }) => (by === null ? jobs.operator : <UserName id={by} />),
    },
  ]
  return (
    <DataTable
      label={jobs.bulkJobs}
      columns={columns}
      list={{
        key,
        page: (cursor, signal) => muster.bulkJobs.list({ limit: 100 }, { signal }).page(cursor),
      }}
      rowKey={({ id }) => id}
      onOpen={({ id }) => navigate({ to: '/bulk-jobs/$bulkJobId', params: { bulkJobId: id } })}
      empty={jobs.noBulkJobs}
    />
  )
}
