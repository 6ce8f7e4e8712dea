import type { BulkJob } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useMessages } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import '../users.css'
import { BulkErrors } from './bulk-errors.tsx'
import { BulkProgress } from './bulk-progress.tsx'
import { runBulkJob, useBulkRun } from './bulk-runs.ts'

export const BulkJobPage = () => {
  const { jobId } = useParams({ from: '/shell/bulk-jobs/$jobId' })
  const { users } = useMessages()
  const {
    data: job,
    error,
    refetch,
  } = useQuery({
    queryKey: ['bulk-jobs', jobId],
    queryFn: ({ signal }) => muster.bulkJobs.get(jobId, { signal }),
  })
  return (
    <>
      <PageHeader
        title={job ? users.jobTitle(users.actions[job.action]) : users.bulkJobs}
        trail={<Link to="/bulk-jobs">{users.bulkJobs}</Link>}
      >
        {job ? <JobActions job={job} /> : null}
      </PageHeader>
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {job ? <Job job={job} /> : null}
    </>
  )
}

const Job = ({ job }: { readonly job: BulkJob }) => {
  const { users } = useMessages()
  const run = useBulkRun(job.id)
  const counts = run?.counts ?? job
  const isDone = job.state === 'done'
  return (
    <>
      <BulkProgress job={job} run={run} />
      <DescriptionList
        items={[
          [users.changed, counts.changed],
          [users.unchanged, counts.unchanged],
          [users.failed, counts.failed],
          [users.fields.created_at, <Time key="created" value={job.created_at} />],
          ...(job.filter === null ? [] : ([[users.filter, <code key="filter">{job.filter}</code>]] as const)),
        ]}
      />
      {isDone && job.action === 'delete' && counts.changed > 0 ? (
        <p>
          <Link to="/deleted-users">{users.restoreHint}</Link>
        </p>
      ) : null}
      {counts.failed > 0 && !run?.isRunning ? <BulkErrors jobId={job.id} failed={counts.failed} /> : null}
    </>
  )
}

const JobActions = ({ job }: { readonly job: BulkJob }) => {
  const { users } = useMessages()
  const { user } = useMe()
  const navigate = useNavigate()
  const run = useBulkRun(job.id)
  const [isDeleting, setDeleting] = useState(false)
  const mayContinue = job.state !== 'done' && job.created_by === user.id && !run?.isRunning
  return (
    <>
      {mayContinue ? (
        <Button look="primary" onPress={() => void runBulkJob(job.id)}>
          {job.handled === 0 && !run?.counts ? users.start : users.continue}
        </Button>
      ) : null}
      {run?.isRunning ? null : <Button onPress={() => setDeleting(true)}>{users.deleteJob}</Button>}
      <ConfirmDialog
        title={users.deleteJobTitle}
        act={users.deleteJob}
        isDanger
        isOpen={isDeleting}
        onClose={() => setDeleting(false)}
        onConfirm={async () => {
          await muster.bulkJobs.delete(job.id)
          await navigate({ to: '/bulk-jobs' })
          queryClient.removeQueries({ queryKey: ['bulk-jobs', job.id] })
          await queryClient.invalidateQueries({ queryKey: ['bulk-jobs'] })
        }}
      >
        <p>{users.deleteJobEffect}</p>
      </ConfirmDialog>
    </>
  )
}
