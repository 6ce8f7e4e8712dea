import { listUsers } from '../../directory/users/list-users.ts'
import type { UserFilterKey } from '../../directory/users/user-store.ts'
import { type DomainErrorKind, isDomainError } from '../../kernel/domain-error.ts'
import type { Condition } from '../../kernel/filters/filter-expression.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import { type SendersRun, type Stop, stopFor, unlessUnavailable } from '../imports/send-rows.ts'
import type { BulkCounts, BulkError, BulkJob, BulkOutcome } from './bulk-job.ts'
import { countFailed, endBulkRun, nextListed, type StartedRun, startBulkRun } from './bulk-runs.ts'
import { type BulkTarget, runBulkStep } from './bulk-step.ts'

export type RunBulkJob = {
  readonly id: string
  /** Runs operations as the caller of the request, with the authority it has at that moment. */
  readonly run: SendersRun
  readonly readFilter: (text: string) => Condition<UserFilterKey>
  /** Unix milliseconds. */
  readonly now: () => number
  /** Users after which this run stops. */
  readonly limit?: number | undefined
}

/** Progress every second, each user that failed, and how the run ended as the last line. */
export type BulkLine =
  | { readonly kind: 'progress' | 'done'; readonly counts: BulkCounts }
  | { readonly kind: 'wrong'; readonly error: BulkError }
  | ({ readonly kind: 'stopped'; readonly counts: BulkCounts } & Stop)

const batch = 50
const msBetween = 1000
/** Milliseconds after which a run stops by itself. */
export const longestRun = 20_000

/** Refusals that are not about one user. */
const stopping = new Set<DomainErrorKind>(['unauthenticated', 'resource_exhausted', 'unavailable'])

const isOfUser = (thrown: unknown) =>
  isDomainError(thrown) && !stopping.has(thrown.kind) && thrown.code !== 'bulk_job_taken_over'

const clientGone: Stop = { code: 'client_gone', message: 'The client left.' }
const limitReached: Stop = { code: 'limit_reached', message: 'Run the job again to continue.' }
const timeOver: Stop = {
  code: 'time_over',
  message: `One run takes at most ${longestRun / 1000} seconds; run the job again to continue.`,
}

type Page = { readonly targets: readonly BulkTarget[]; readonly more: boolean }

/** The next users, after asking whether the caller may still do the action at all. */
const nextPage = async ({ id, run, readFilter }: RunBulkJob, job: BulkJob): Promise<Page> => {
  const listed = await run(nextListed, { id, limit: batch })
  if (job.filter === null) {
    const userOf = (value: string) => (job.source === 'ids' ? { id: value } : { email: value })
    const targets = listed.map(({ row, value }) => ({ row, user: userOf(value), afterId: null }))
    return { targets, more: targets.length === batch }
  }
  const { rows, more } = await run(listUsers, {
    where: [eq<UserFilterKey>('domain_id', job.domainId)],
    filter: readFilter(job.filter),
    page: { limit: batch },
    from: job.afterId === null ? undefined : { id: job.afterId },
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

/** What became of one user; why, if it failed. */
const handle = async (
  { id, run }: RunBulkJob,
  job: BulkJob,
  runner: string,
  target: BulkTarget,
): Promise<{ readonly outcome: BulkOutcome; readonly error?: BulkError }> => {
  const turn = { id, runner, handled: job.handled }
  try {
    return { outcome: await runBulkStep({ job, target, turn }, run) }
  } catch (thrown) {
    if (!isDomainError(thrown) || !isOfUser(thrown)) throw thrown
    const { row, user, afterId } = target
    const { code, message } = thrown
    const error = { row, userId: 'id' in user ? user.id : null, code, message }
    await run(countFailed, { turn, error, afterId })
    return { outcome: 'failed', error }
  }
}

/** Where a run is. */
type Running = { job: BulkJob; readonly runner: string }

/** Answers why it ended before the last user, if it did. */
async function* handleAll(asked: RunBulkJob, running: Running): AsyncGenerator<BulkLine, Stop | undefined> {
  const { now, limit = Number.POSITIVE_INFINITY } = asked
  const begun = now()
  const { handled } = running.job
  let told = begun
  for (let more = true; more; ) {
    const page = await nextPage(asked, running.job)
    more = page.more
    for (const target of page.targets) {
      if (running.job.handled - handled >= limit) return limitReached
      if (now() - begun >= longestRun) return timeOver
      const { job, runner } = running
      const { outcome, error } = await handle(asked, job, runner, target)
      running.job = {
        ...job,
        handled: job.handled + 1,
        [outcome]: job[outcome] + 1,
        afterId: target.afterId,
      }
      if (error) yield { kind: 'wrong', error }
      if (now() - told < msBetween) continue
      yield { kind: 'progress', counts: running.job }
      told = now()
    }
  }
  return undefined
}

/**
 * Takes the job and answers what becomes of its users, one after another. Rejects only what is wrong before the first
 * user; the last line says why a run ended before the job was done. Repeat it until the job is done.
 */
export const runBulkJob = async (asked: RunBulkJob): Promise<AsyncGenerator<BulkLine>> =>
  linesOf(asked, await asked.run(startBulkRun, { id: asked.id }))

async function* linesOf(asked: RunBulkJob, started: StartedRun): AsyncGenerator<BulkLine> {
  const { id, run } = asked
  const running: Running = { ...started }
  let stop: Stop | undefined = clientGone
  let fault: unknown
  try {
    try {
      stop = yield* handleAll(asked, running)
    } catch (thrown) {
      stop = stopFor(thrown)
      if (!isDomainError(thrown)) fault = thrown
    }
  } finally {
    // Also when the client leaves in the middle.
    const end = { id, runner: running.runner, stoppedBy: stop?.code ?? null }
    await run(endBulkRun, end).catch(unlessUnavailable)
  }
  const counts = running.job
  yield stop ? { kind: 'stopped', counts, ...stop } : { kind: 'done', counts }
  if (fault !== undefined) throw fault
}
