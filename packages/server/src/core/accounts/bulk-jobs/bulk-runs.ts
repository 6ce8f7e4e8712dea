import { domainError } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import { errorsKept } from '../imports/import.ts'
import { importTarget } from '../imports/imports.ts'
import { assertCreator, assertMayAct, manageRule } from './action-right.ts'
import type { BulkError, BulkJob } from './bulk-job.ts'
import type { BulkJobLease, BulkListed } from './bulk-job-store.ts'
import { requireBulkJob } from './bulk-jobs.ts'

type Named = { readonly id: string }

/** `leaseId` identifies the run in its other steps; it never leaves the process. */
export type StartedRun = { readonly job: BulkJob; readonly leaseId: string }

/** Starts a run of a job, replacing any other run, which then stops at its next user. */
export const startBulkRun = command({
  rule: manageRule,
  isolation: 'read committed',
  load: ({ id }: Named, at) => requireBulkJob(id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ id }, { found, ...at }): Promise<StartedRun> => {
    const { stores, ports, now } = at
    assertCreator(found, at)
    await assertMayAct(found, at)
    const leaseId = ports.newId()
    if (!(await stores.bulkJobs.acquireLease(id, leaseId, now)))
      throw domainError(
        'conflict',
        'bulk_job_done',
        'This bulk job is already done. Create a new job instead.',
      )
    return { job: await requireBulkJob(id, at), leaseId }
  },
})

export const takenOver = () =>
  domainError('conflict', 'bulk_job_taken_over', 'Another request is now running this bulk job.')

/** The next users of the list. Empty for a filter; permissions are checked in both cases. */
export const nextListed = query({
  rule: manageRule,
  load: ({ id }: Named & { readonly limit: number }, at) => requireBulkJob(id, at),
  target: (_input, found) => importTarget(found),
  read: async ({ id, limit }, found, at): Promise<readonly BulkListed[]> => {
    await assertMayAct(found, at)
    return at.stores.bulkJobs.next(id, limit)
  },
})

export type FailedUser = {
  readonly lease: BulkJobLease
  readonly error: BulkError
  readonly afterId: string | null
}

/** Stores the error for a user and advances the job. Rejects with `forbidden` when the caller lost the permission. */
export const countFailed = command({
  rule: manageRule,
  load: ({ lease }: FailedUser, at) => requireBulkJob(lease.id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ lease, error, afterId }, at): Promise<void> => {
    const { stores, now } = at
    const { failed } = await requireBulkJob(lease.id, at)
    await assertMayAct(at.found, at)
    if (!(await stores.bulkJobs.recordStep(lease, { row: error.row, outcome: 'failed', afterId, at: now })))
      throw takenOver()
    if (failed < errorsKept) await stores.bulkJobs.addError(lease.id, error)
  },
})

export type EndBulkRun = {
  readonly id: string
  readonly leaseId: string
  /** Null: every user was handled. */
  readonly stoppedBy: string | null
}

/** Public, so that a run without permissions can end; only the run knows its `leaseId`. */
export const endBulkRun = command({
  access: 'public',
  isolation: 'read committed',
  apply: async ({ id, leaseId, stoppedBy }: EndBulkRun, { stores, now, record }): Promise<void> => {
    if (!(await stores.bulkJobs.releaseLease({ id, leaseId }, { stoppedBy, at: now }))) return
    const { domainId, handled, changed, unchanged, failed } = await requireBulkJob(id, { stores, now })
    record({
      kind: stoppedBy === null ? 'bulk_job.done' : 'bulk_job.stopped',
      subject: { type: 'bulk_job', id },
      domainId,
      detail: {
        handled,
        changed,
        unchanged,
        failed,
        ...(stoppedBy === null ? {} : { stopped_by: stoppedBy }),
      },
    })
  },
})
