import { domainError } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import { importTarget } from '../imports/get-import.ts'
import { errorsKept } from '../imports/import.ts'
import { assertCreator, assertMayAct, manageRule } from './action-right.ts'
import type { BulkError, BulkJob } from './bulk-job.ts'
import type { BulkListed, BulkTurn } from './bulk-job-store.ts'
import { requireBulkJob } from './get-bulk-job.ts'

type Named = { readonly id: string }

/** `runner` identifies the run to its other steps; it never leaves the process. */
export type StartedRun = { readonly job: BulkJob; readonly runner: string }

/** Takes a job for one run, from any other: the other run stops at its next user. */
export const startBulkRun = command({
  rule: manageRule,
  isolation: 'read committed',
  load: ({ id }: Named, at) => requireBulkJob(id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ id }, { found, ...at }): Promise<StartedRun> => {
    const { stores, ports, now } = at
    assertCreator(found, at)
    await assertMayAct(found, at)
    const runner = ports.newId()
    if (!(await stores.bulkJobs.take(id, runner, now)))
      throw domainError('conflict', 'bulk_job_done', 'This bulk job is done.')
    return { job: await requireBulkJob(id, at), runner }
  },
})

export const takenOver = () =>
  domainError('conflict', 'bulk_job_taken_over', 'Another request runs this bulk job now.')

/** The next users of the list; for a filter none, but the rights are checked all the same. */
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
  readonly turn: BulkTurn
  readonly error: BulkError
  readonly afterId: string | null
}

/** Keeps why a user was not changed and moves the job on, unless the caller lost the right to the action as a whole. */
export const countFailed = command({
  rule: manageRule,
  load: ({ turn }: FailedUser, at) => requireBulkJob(turn.id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ turn, error, afterId }, at): Promise<void> => {
    const { stores, now } = at
    const { failed } = await requireBulkJob(turn.id, at)
    await assertMayAct(at.found, at)
    if (!(await stores.bulkJobs.move(turn, { row: error.row, outcome: 'failed', afterId, at: now })))
      throw takenOver()
    if (failed < errorsKept) await stores.bulkJobs.addError(turn.id, error)
  },
})

export type EndBulkRun = {
  readonly id: string
  readonly runner: string
  /** Null: every user was handled. */
  readonly stoppedBy: string | null
}

/** Only the run itself knows its `runner`, and ends also when its caller has lost every right: so the rule is open. */
export const endBulkRun = command({
  rule: 'open',
  isolation: 'read committed',
  apply: async ({ id, runner, stoppedBy }: EndBulkRun, { stores, now, record }): Promise<void> => {
    if (!(await stores.bulkJobs.leave({ id, runner }, { stoppedBy, at: now }))) return
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
