type Job<S> = {
  /** Runs the command. Returns the function that answers its caller, which is called after the commit. */
  readonly work: (stores: S) => Promise<() => void>
  readonly reject: (error: unknown) => void
}

export type GroupCommitOptions<S> = {
  /** Runs `work` in one transaction, which commits when it resolves and rolls back when it throws. */
  readonly together: <T>(work: (stores: S) => Promise<T>) => Promise<T>
  /** Runs a single job in its own transaction, with retries. */
  readonly alone: <T>(work: (stores: S) => Promise<T>) => Promise<T>
  /** Whether an error of `together` means that nothing was committed and a retry can succeed. */
  readonly isUndone: (error: unknown) => boolean
}

/** Maximum number of jobs per transaction, and of concurrent transactions; other jobs wait and are grouped. */
const batchSize = 32
const atOnce = 2

/** One job failed, so all jobs of the transaction must run separately. */
class Apart extends Error {}

/**
 * Group commit: commands that arrive together share a transaction, its round trips and its synced commit. Each is
 * answered only after the commit. If one fails, all are rolled back and each runs again in its own transaction, so that
 * only the failing one fails.
 */
export const groupCommits = <S>({ together, alone, isUndone }: GroupCommitOptions<S>) => {
  let waiting: Job<S>[] = []
  let running = 0

  const apart = async ({ work, reject }: Job<S>) => {
    try {
      const answer = await alone(work)
      answer()
    } catch (error) {
      reject(error)
    }
  }
  const commit = async (batch: readonly Job<S>[]) => {
    const [first] = batch
    if (first && batch.length === 1) return apart(first)
    try {
      const answers = await together(async (stores) => {
        // Waits for all jobs before the rollback: no statement may follow it.
        const outcomes = await Promise.allSettled(batch.map((job) => job.work(stores)))
        return outcomes.map((outcome) => {
          if (outcome.status === 'rejected') throw new Apart()
          return outcome.value
        })
      })
      for (const answer of answers) answer()
    } catch (error) {
      // After a broken commit the outcome is unknown, so the jobs are not repeated.
      if (error instanceof Apart || isUndone(error)) await Promise.all(batch.map(apart))
      else for (const { reject } of batch) reject(error)
    }
  }
  const start = () => {
    if (waiting.length === 0 || running >= atOnce) return
    const batch = waiting.slice(0, batchSize)
    waiting = waiting.slice(batchSize)
    running++
    void commit(batch).finally(() => {
      running--
      start()
    })
  }

  return <T>(work: (stores: S) => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      waiting.push({
        async work(stores) {
          const value = await work(stores)
          return () => resolve(value)
        },
        reject,
      })
      // Jobs that arrive in the same turn of the event loop join.
      setImmediate(start)
    })
}
