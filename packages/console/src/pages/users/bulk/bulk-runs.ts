import { type BulkCounts, Conflict, ConnectionError, TimeoutError, Unavailable } from '@muster/sdk'
import { useSyncExternalStore } from 'react'
import { muster } from '../../../app/client.ts'
import { queryClient } from '../../../app/query-client.ts'

/** A run of a bulk job by this page. It continues while other pages of the console are shown. */
export type BulkRun = {
  readonly isRunning: boolean
  readonly counts: BulkCounts | undefined
  /** Why the run ended before the job was done. */
  readonly stopped?: { readonly code: string; readonly message: string }
  readonly error?: unknown
}

const runs = new Map<string, BulkRun>()
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

type Ending = 'done' | 'again' | { readonly code: string; readonly message: string }

const runOnce = async (jobId: string): Promise<Ending> => {
  for await (const line of muster.bulkJobs.run(jobId)) {
    if (line.kind === 'error') continue
    const { handled, changed, unchanged, failed } = line
    set(jobId, { isRunning: true, counts: { handled, changed, unchanged, failed } })
    if (line.kind === 'done') return 'done'
    if (line.kind === 'stopped')
      return continued.has(line.code) ? 'again' : { code: line.code, message: line.message }
  }
  throw new ConnectionError(
    { method: 'POST', path: `/bulk-jobs/${jobId}/run` },
    'The connection ended before the job.',
  )
}

/** The previous run was complete, but its response did not arrive. */
const isDoneAlready = (error: unknown): boolean => error instanceof Conflict && error.code === 'bulk_job_done'

/** Runs a job until it is done or stopped. An interrupted run is repeated: the server does nothing twice. */
export const runBulkJob = async (jobId: string): Promise<void> => {
  if (runs.get(jobId)?.isRunning) return
  set(jobId, { isRunning: true, counts: runs.get(jobId)?.counts })
  const counts = () => runs.get(jobId)?.counts
  let interruptions = 0
  for (let isOpen = true; isOpen; ) {
    try {
      const ending = await runOnce(jobId)
      interruptions = 0
      isOpen = ending === 'again'
      if (!isOpen)
        set(jobId, {
          isRunning: false,
          counts: counts(),
          ...(typeof ending === 'object' ? { stopped: ending } : {}),
        })
    } catch (error) {
      const wait = isInterruption(error) ? waits[interruptions++] : undefined
      isOpen = wait !== undefined
      if (isDoneAlready(error)) set(jobId, { isRunning: false, counts: await muster.bulkJobs.get(jobId) })
      else if (wait === undefined) set(jobId, { isRunning: false, counts: counts(), error })
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
