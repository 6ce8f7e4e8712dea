import { listUsers } from '../../directory/users/list-users.ts'
import type { UserFilterKey } from '../../directory/users/user-store.ts'
import { type DomainErrorKind, isDomainError } from '../../kernel/domain-error.ts'
import type { FilterExpression } from '../../kernel/filters/filter-expression.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import { findDeletedUsers } from '../deletion/deleted-users.ts'
import { type SendersRun, type Stop, stopFor, unlessUnavailable } from '../imports/send-rows.ts'
import type { BulkCounts, BulkError, BulkJob, BulkOutcome } from './bulk-job.ts'
import { countFailed, endBulkRun, nextListed, type StartedRun, startBulkRun } from './bulk-runs.ts'
import { type BulkTarget, runBulkStep } from './bulk-step.ts'

export type RunBulkJob = {
  readonly id: string
  /** Runs operations as the caller of the request, with its current authority. */
  readonly run: SendersRun
  readonly readFilter: (text: string) => FilterExpression<UserFilterKey>
  /** Unix milliseconds. */
  readonly now: () => number
  /** Number of users after which this run stops. */
  readonly limit?: number | undefined
}

/** Progress every second, each failed user, and the end of the run as the last line. */
export type BulkLine =
  | { readonly kind: 'progress' | 'done'; readonly counts: BulkCounts }
  | { readonly kind: 'wrong'; readonly error: BulkError }
  | ({ readonly kind: 'stopped'; readonly counts: BulkCounts } & Stop)

const batch = 50
const msBetween = 1000
/** Maximum duration of a run in milliseconds. */
export const longestRun = 20_000

/** Kinds of errors that stop the run, because they do not concern a single user. */
const stopping = new Set<DomainErrorKind>(['unauthenticated', 'resource_exhausted', 'unavailable'])

const concernsUser = (thrown: unknown) =>
  isDomainError(thrown) && !stopping.has(thrown.kind) && thrown.code !== 'bulk_job_taken_over'

const clientGone: Stop = { code: 'client_gone', message: 'The client closed the connection.' }
const limitReached: Stop = { code: 'limit_reached', message: 'Run the job again to continue.' }
const timeOver: Stop = {
  code: 'time_over',
  message: `One run takes at most ${longestRun / 1000} seconds. Run the job again to continue.`,
}

type Page = { readonly targets: readonly BulkTarget[]; readonly more: boolean }

/** The next users, after checking that the caller may still perform the action. */
const nextPage = async ({ id, run, readFilter }: RunBulkJob, job: BulkJob): Promise<Page> => {
  const listed = await run(nextListed, { id, limit: batch })
  if (job.filter === null) {
    const userOf = (value: string) => (job.source === 'ids' ? { id: value } : { email: value })
    const targets = listed.map(({ row, value }) => ({ row, user: userOf(value), afterId: null }))
    return { targets, more: targets.length === batch }
  }
  const { domainId, afterId } = job
  const filter = readFilter(job.filter)
  const from = afterId === null ? undefined : { id: afterId }
  const { rows, more } =
    job.action === 'restore'
      ? await run(findDeletedUsers, { domainId, filter, limit: batch, from })
      : await run(listUsers, {
          where: [eq<UserFilterKey>('domain_id', domainId)],
          filter,
          page: { limit: batch },
          from,
        })
  return {
    targets: rows.map(({ id: userId }, at) => ({
      row: job.handled + at + 1,
      user: { id: userId },
      afterId: userId,
    })),
    more,
  }
}

/** Handles one user. Returns the outcome, with the error when it failed. */
const handle = async (
  { id, run }: RunBulkJob,
  job: BulkJob,
  leaseId: string,
  target: BulkTarget,
): Promise<{ readonly outcome: BulkOutcome; readonly error?: BulkError }> => {
  const lease = { id, leaseId, handled: job.handled }
  try {
    return { outcome: await runBulkStep({ job, target, lease }, run) }
  } catch (thrown) {
    if (!isDomainError(thrown) || !concernsUser(thrown)) throw thrown
    const { row, user, afterId } = target
    const { code, message } = thrown
    const error = { row, userId: 'id' in user ? user.id : null, code, message }
    await run(countFailed, { lease, error, afterId })
    return { outcome: 'failed', error }
  }
}

/** The progress of a run. */
type Running = { job: BulkJob; readonly leaseId: string }

/** Returns the reason when the run ended before the last user. */
async function* handleAll(input: RunBulkJob, running: Running): AsyncGenerator<BulkLine, Stop | undefined> {
  const { now, limit = Number.POSITIVE_INFINITY } = input
  const begun = now()
  const { handled } = running.job
  let reportedAt = begun
  for (let more = true; more; ) {
    const page = await nextPage(input, running.job)
    more = page.more
    for (const target of page.targets) {
      if (running.job.handled - handled >= limit) return limitReached
      if (now() - begun >= longestRun) return timeOver
      const { job, leaseId } = running
      const { outcome, error } = await handle(input, job, leaseId, target)
      running.job = {
        ...job,
        handled: job.handled + 1,
        [outcome]: job[outcome] + 1,
        afterId: target.afterId,
      }
      if (error) yield { kind: 'wrong', error }
      if (now() - reportedAt < msBetween) continue
      yield { kind: 'progress', counts: running.job }
      reportedAt = now()
    }
  }
  return undefined
}

/**
 * Runs the job, one user after another, and yields its progress. Rejects only before the first user; later errors are in
 * the last line, which says why the run ended before the job was done. Callers repeat the run until the job is done.
 */
export const runBulkJob = async (input: RunBulkJob): Promise<AsyncGenerator<BulkLine>> =>
  linesOf(input, await input.run(startBulkRun, { id: input.id }))

async function* linesOf(input: RunBulkJob, started: StartedRun): AsyncGenerator<BulkLine> {
  const { id, run } = input
  const running: Running = { ...started }
  let stop: Stop | undefined = clientGone
  let fault: unknown
  try {
    try {
      stop = yield* handleAll(input, running)
    } catch (thrown) {
      stop = stopFor(thrown)
      if (!isDomainError(thrown)) fault = thrown
    }
  } finally {
    // Runs also when the client disconnects.
    const end = { id, leaseId: running.leaseId, stoppedBy: stop?.code ?? null }
    await run(endBulkRun, end).catch(unlessUnavailable)
  }
  const counts = running.job
  yield stop ? { kind: 'stopped', counts, ...stop } : { kind: 'done', counts }
  if (fault !== undefined) throw fault
}
