import '../operations.css'
import type { BulkJob, BulkJobError } from '@muster/sdk'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { muster } from '../../../app/client.ts'
import { useMe } from '../../../app/me.ts'
import { useLanguage } from '../../../messages/use-messages.ts'
import { Button } from '../../../ui/button.tsx'
import { DescriptionList } from '../../../ui/description-list.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'
import { Time } from '../../../ui/time.tsx'
import { UndoDeleteButton } from '../../users/bulk/undo-delete-button.tsx'
import { ObjectLink } from '../object-link.tsx'
import { interruptBulkJob, runBulkJob, useBulkRun } from './bulk-runs.ts'
import { DeleteJob } from './delete-job.tsx'
import { JobErrors } from './job-errors.tsx'
import { JobState, useStopReason } from './job-state.tsx'
import { PlanName } from './plan-name.tsx'
import { Progress } from './progress.tsx'
import { RunNotice } from './run-notice.tsx'

export const BulkJobPage = () => {
  const { common, operations, users } = useLanguage().messages
  const { bulkJobId: id } = useParams({ from: '/shell/bulk-jobs/$bulkJobId' })
  const {
    data: job,
    error,
    refetch,
  } = useQuery({
    queryKey: ['bulk-jobs', id],
    queryFn: ({ signal }) => muster.bulkJobs.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2000 : false),
  })
  const title = job ? users.jobTitle(users.actions[job.action]) : operations.jobs.oneBulkJob
  const trail = (
    <Link to="/jobs" search={{ tab: 'bulk' }}>
      {operations.jobs.bulkJobs}
    </Link>
  )
  return (
    <>
      <PageHeader title={title} trail={trail}>
        {job ? <JobActs job={job} /> : null}
      </PageHeader>
      {job ? <Job job={job} /> : null}
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {job || error ? null : <p>{common.loading}</p>}
    </>
  )
}

const JobActs = ({ job }: { readonly job: BulkJob }) => {
  const { messages, language } = useLanguage()
  const { jobs } = messages.operations
  const { user } = useMe()
  const run = useBulkRun(job.id)
  if (run?.isRunning) return <Button onPress={() => interruptBulkJob(job.id)}>{jobs.interrupt}</Button>
  const canRun = job.created_by === user.id && (job.state === 'waiting' || job.state === 'stopped')
  return (
    <>
      {canRun ? (
        <Button look="primary" onPress={() => void runBulkJob(job.id)}>
          {job.state === 'waiting' ? jobs.start : jobs.resume}
        </Button>
      ) : null}
      <DeleteJob
        kind="bulk-jobs"
        title={jobs.deleteBulkJob}
        about={jobs.deleteBulkJobAbout(
          messages.users.actions[job.action],
          job.changed.toLocaleString(language),
        )}
        onDelete={() => muster.bulkJobs.delete(job.id)}
      />
    </>
  )
}

const Job = ({ job }: { readonly job: BulkJob }) => {
  const { messages, language } = useLanguage()
  const { users, operations } = messages
  const { jobs } = operations
  const { fields } = jobs
  const { user } = useMe()
  const reasonOf = useStopReason()
  const run = useBulkRun(job.id)
  const isRunning = run?.isRunning ?? false
  const number = (count: number) => count.toLocaleString(language)
  const { handled, changed, unchanged, failed } = { ...job, ...run?.counts }
  const progress = job.total === null ? users.handled(handled) : users.handledOf(handled, job.total)
  return (
    <>
      <RunNotice end={run?.end} error={run?.error} />
      {isRunning || job.state === 'running' ? (
        <Progress label={jobs.progress} done={handled} total={job.total} text={progress} />
      ) : null}
      <section className="card">
        <DescriptionList
          items={[
            [fields.state, <JobState key="s" state={isRunning ? 'running' : job.state} />],
            [fields.stoppedBy, isRunning ? null : reasonOf(job.stopped_by)],
            [fields.handled, progress],
            [fields.changed, number(changed)],
            [fields.unchanged, number(unchanged)],
            [fields.failed, number(failed)],
            [
              fields.users,
              job.filter === null ? jobs.sources[job.source] : <code key="f">{job.filter}</code>,
            ],
            [fields.role, job.role === null ? null : <ObjectLink key="r" type="role" id={job.role.id} />],
            [
              users.group,
              job.group_id === null ? null : <ObjectLink key="g" type="group" id={job.group_id} />,
            ],
            [messages.user.plan, job.action === 'set_plan' ? <PlanName key="p" job={job} /> : null],
            [fields.domain, <ObjectLink key="d" type="domain" id={job.domain_id} />],
            [
              fields.by,
              job.created_by === null ? (
                jobs.operator
              ) : (
                <ObjectLink key="u" type="user" id={job.created_by} />
              ),
            ],
            [fields.created, <Time key="c" value={job.created_at} />],
            [fields.changedAt, <Time key="t" value={job.updated_at} />],
          ]}
        />
        {job.state === 'done' || isRunning ? null : (
          <p className="hint">{job.created_by === user.id ? users.continueHint : jobs.onlyCreator}</p>
        )}
        {job.state === 'done' && job.action === 'delete' && changed > 0 ? (
          <p>
            <Link to="/deleted-users">{users.restoreHint}</Link>
          </p>
        ) : null}
        {isRunning ? null : <UndoDeleteButton key={job.id} job={job} />}
      </section>
      {failed === 0 || isRunning ? null : (
        <JobErrors<BulkJobError>
          id={job.id}
          title={users.failedUsers(failed)}
          listKey={['bulk-jobs', job.id, 'errors']}
          page={(cursor, signal) => muster.bulkJobs.errors(job.id, { limit: 200 }, { signal }).page(cursor)}
          subject={{
            key: 'user_id',
            header: fields.user,
            cell: ({ user_id: userId }) => (userId === null ? null : <ObjectLink type="user" id={userId} />),
          }}
        />
      )}
    </>
  )
}
