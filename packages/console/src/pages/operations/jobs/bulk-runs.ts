import { type BulkCounts, Conflict, ConnectionError, TimeoutError, Unavailable } from '@muster/sdk'
import { useSyncExternalStore } from 'react'
import { muster } from '../../../app/client.ts'
import { queryClient } from '../../../app/query-client.ts'
import type { RunEnd } from './use-run.ts'

/** A run of a bulk job by this page. It continues while other pages of the console are shown. */
export type BulkRun = {
  readonly isRunning: boolean
  readonly counts: BulkCounts | undefined
  readonly end?: RunEnd
  readonly error?: unknown
}

const runs = new Map<string, BulkRun>()
const controllers = new Map<string, AbortController>()
const listeners = new Set<() => void>()

const set = (jobId: string, run: BulkRun): void => {
  runs.set(jobId, run)
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useBulkRun = (jobId: string): BulkRun | undefined =>
  useSyncExternalStore(subscribe, () => runs.get(jobId))

/** Ends of one request that are not ends of the job. */
const continued = new Set(['time_over', 'limit_reached'])

/** Seconds before the attempts after an interruption. */
const waits = [1, 2, 4, 8]

const isInterruption = (error: unknown): boolean =>
  error instanceof ConnectionError || error instanceof TimeoutError || error instanceof Unavailable

/** The end of the job or of its run; undefined at the end of a request after which another one continues. */
const runOnce = async (jobId: string, signal: AbortSignal): Promise<RunEnd | undefined> => {
  for await (const line of muster.bulkJobs.run(jobId, {}, { signal })) {
    if (line.kind === 'error') continue
    const { handled, changed, unchanged, failed } = line
    set(jobId, { isRunning: true, counts: { handled, changed, unchanged, failed } })
    if (line.kind === 'done') return { kind: 'done' }
    if (line.kind === 'stopped')
      return continued.has(line.code)
        ? undefined
        : { kind: 'stopped', code: line.code, message: line.message }
  }
  throw new ConnectionError(
    { method: 'POST', path: `/bulk-jobs/${jobId}/run` },
    'The connection ended before the job.',
  )
}

/** The previous run was complete, but its response did not arrive. */
const isDoneAlready = (error: unknown): boolean => error instanceof Conflict && error.code === 'bulk_job_done'

/** Stops a run of this page; the job can be continued. */
export const interruptBulkJob = (jobId: string): void => controllers.get(jobId)?.abort()

/** Runs a job until it is done or stopped. An interrupted run is repeated: the server does nothing twice. */
export const runBulkJob = async (jobId: string): Promise<void> => {
  if (runs.get(jobId)?.isRunning) return
  const controller = new AbortController()
  controllers.set(jobId, controller)
  const { signal } = controller
  const end = (run: Omit<BulkRun, 'isRunning' | 'counts'>, counts = runs.get(jobId)?.counts) =>
    set(jobId, { ...run, isRunning: false, counts })
  set(jobId, { isRunning: true, counts: runs.get(jobId)?.counts })
  for (let interruptions = 0; runs.get(jobId)?.isRunning; ) {
    try {
      const ending = await runOnce(jobId, signal)
      interruptions = 0
      if (ending) end({ end: ending })
    } catch (error) {
      const wait = isInterruption(error) ? waits[interruptions++] : undefined
      if (signal.aborted) end({ end: { kind: 'interrupted' } })
      else if (isDoneAlready(error)) end({ end: { kind: 'done' } }, await muster.bulkJobs.get(jobId))
      else if (wait === undefined) end({ error })
      else await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    }
  }
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: ['bulk-jobs'] }),
    queryClient.invalidateQueries({ queryKey: ['users'] }),
  ])
}

/** Runs several jobs, one after another. */
export const runBulkJobs = async (jobIds: readonly string[]): Promise<void> => {
  for (const jobId of jobIds) await runBulkJob(jobId)
}
