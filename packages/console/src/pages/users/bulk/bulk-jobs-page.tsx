import type { BulkJob } from '@muster/sdk'
import { useNavigate } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Badge } from '../../../ui/badge.tsx'
import { type Column, DataTable } from '../../../ui/data-table/data-table.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import '../users.css'
import { useBulkRun } from './bulk-runs.ts'

const tones = { waiting: 'neutral', running: 'warning', stopped: 'bad', done: 'good' } as const

const State = ({ job }: { readonly job: BulkJob }) => {
  const { users } = useMessages()
  const state = useBulkRun(job.id)?.isRunning ? 'running' : job.state
  return <Badge tone={tones[state]}>{users.jobStates[state]}</Badge>
}

const Handled = ({ job }: { readonly job: BulkJob }) => {
  const { users } = useMessages()
  const handled = useBulkRun(job.id)?.counts?.handled ?? job.handled
  return job.total === null ? users.handled(handled) : users.handledOf(handled, job.total)
}

export const BulkJobsPage = () => {
  const { users } = useMessages()
  const navigate = useNavigate()
  const columns: readonly Column<BulkJob>[] = [
    { id: 'action', header: users.action, width: 180, cell: ({ action }) => users.actions[action] },
    { id: 'state', header: users.state, width: 120, cell: (job) => <State job={job} /> },
    { id: 'handled', header: users.progress, width: 220, cell: (job) => <Handled job={job} /> },
    { id: 'failed', header: users.failed, width: 100, cell: ({ failed }) => failed },
    {
      id: 'created_at',
      header: users.fields.created_at,
      width: 210,
      cell: (job) => <Time value={job.created_at} />,
    },
  ]
  return (
    <>
      <PageHeader title={users.bulkJobs} />
      <p className="hint">{users.bulkJobsHint}</p>
      <DataTable
        label={users.bulkJobs}
        columns={columns}
        list={{
          key: ['bulk-jobs', 'list'],
          page: (cursor, signal) => muster.bulkJobs.list({ limit: 100 }, { signal }).page(cursor),
        }}
        rowKey={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: '/bulk-jobs/$jobId', params: { jobId: id } })}
        empty={users.noBulkJobs}
      />
    </>
  )
}
