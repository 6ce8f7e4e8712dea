import '../operations.css'
import type { BulkCounts } from '@muster/sdk'
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
import { ObjectLink } from '../object-link.tsx'
import { DeleteJob } from './delete-job.tsx'
import { JobErrors } from './job-errors.tsx'
import { JobState, useStopReason } from './job-state.tsx'
import { Progress } from './progress.tsx'
import { RunNotice } from './run-notice.tsx'
import { useRun } from './use-run.ts'

export const BulkJobPage = () => {
  const { messages, language } = useLanguage()
  const { common } = messages
  const { jobs } = messages.operations
  const { fields } = jobs
  const { bulkJobId: id } = useParams({ from: '/shell/jobs/bulk/$bulkJobId' })
  const { user } = useMe()
  const reasonOf = useStopReason()
  const key = ['bulk-jobs', id]
  const {
    data: job,
    error,
    refetch,
  } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => muster.bulkJobs.get(id, { signal }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2000 : false),
  })
  const {
    run,
    interrupt,
    isRunning,
    counts,
    end,
    error: failed,
  } = useRun<BulkCounts>({
    keys: [key, ['bulk-jobs', 'list']],
    lines: (signal) => muster.bulkJobs.run(id, {}, { signal }),
    continuesAfter: 'time_over',
  })
  const trail = (
    <Link to="/jobs" search={{ tab: 'bulk' }}>
      {jobs.bulkJobs}
    </Link>
  )
  if (!job)
    return (
      <>
        <PageHeader title={jobs.oneBulkJob} trail={trail} />
        {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : <p>{common.loading}</p>}
      </>
    )
  const number = (count: number) => count.toLocaleString(language)
  const { handled, changed, unchanged, failed: failures } = { ...job, ...counts }
  const canRun = job.created_by === user.id && (job.state === 'waiting' || job.state === 'stopped')
  return (
    <>
      <PageHeader title={jobs.actions[job.action]} trail={trail}>
        {isRunning ? <Button onPress={interrupt}>{jobs.interrupt}</Button> : null}
        {canRun && !isRunning ? (
          <Button look="primary" onPress={run}>
            {job.state === 'waiting' ? jobs.start : jobs.resume}
          </Button>
        ) : null}
        {isRunning ? null : (
          <DeleteJob
            kind="bulk-jobs"
            title={jobs.deleteBulkJob}
            about={jobs.deleteBulkJobAbout(jobs.actions[job.action], number(changed))}
            onDelete={() => muster.bulkJobs.delete(id)}
          />
        )}
      </PageHeader>
      <RunNotice end={isRunning ? undefined : end} error={failed} />
      {isRunning || job.state === 'running' ? (
        <Progress
          label={jobs.progress}
          done={handled}
          total={job.total}
          text={job.total === null ? number(handled) : jobs.handledOf(number(handled), number(job.total))}
        />
      ) : null}
      <section className="card">
        <DescriptionList
          items={[
            [fields.state, <JobState key="s" state={isRunning ? 'running' : job.state} />],
            [fields.stoppedBy, isRunning ? null : reasonOf(job.stopped_by)],
            [
              fields.handled,
              job.total === null ? number(handled) : jobs.handledOf(number(handled), number(job.total)),
            ],
            [fields.changed, number(changed)],
            [fields.unchanged, number(unchanged)],
            [fields.failed, number(failures)],
            [
              fields.users,
              job.filter === null ? jobs.sources[job.source] : <code key="f">{job.filter}</code>,
            ],
            [fields.role, job.role === null ? null : <ObjectLink key="r" type="role" id={job.role.id} />],
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
        {job.created_by === user.id || job.state === 'done' ? null : (
          <p className="hint">{jobs.onlyCreator}</p>
        )}
      </section>
      {failures === 0 ? null : (
        <JobErrors
          listKey={[...key, 'errors']}
          page={(cursor, signal) => muster.bulkJobs.errors(id, { limit: 200 }, { signal }).page(cursor)}
          subject={{
            header: fields.user,
            cell: ({ user_id: userId }) => (userId === null ? null : <ObjectLink type="user" id={userId} />),
          }}
        />
      )}
    </>
  )
}
