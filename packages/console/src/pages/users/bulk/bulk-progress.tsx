import type { BulkJob } from '@muster/sdk'
import { useMessages } from '../../../messages/use-messages.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import type { BulkRun } from './bulk-runs.ts'

type BulkProgressProps = { readonly job: BulkJob; readonly run: BulkRun | undefined }

/** The state of a job, as this page runs it or as the server has it. */
export const BulkProgress = ({ job, run }: BulkProgressProps) => {
  const { users } = useMessages()
  const handled = run?.counts?.handled ?? job.handled
  const state = run?.isRunning ? users.jobStates.running : users.jobStates[job.state]
  const text = job.total === null ? users.handled(handled) : users.handledOf(handled, job.total)
  const isDone = job.state === 'done' && !run?.isRunning
  return (
    <section className="card" aria-label={users.progress}>
      <p className="progress-text" role="status">
        <strong>{state}</strong> {text}
      </p>
      <progress
        aria-label={users.progress}
        max={isDone ? 1 : (job.total ?? undefined)}
        {...(isDone ? { value: 1 } : job.total === null ? {} : { value: handled })}
      />
      {run?.stopped === undefined ? null : (
        <p className="notice" role="alert">
          {users.jobStopped} <bdi>{run.stopped.message}</bdi>
        </p>
      )}
      {run?.error === undefined ? null : <ErrorNotice error={run.error} />}
      {job.state === 'done' || run?.isRunning ? null : <p className="hint">{users.continueHint}</p>}
    </section>
  )
}
