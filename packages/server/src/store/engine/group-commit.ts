type Job<S> = {
  readonly work: (stores: S) => Promise<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

export type SharedCommitsParts<S> = {
  /** Runs `work` in one transaction: commits when it resolves, rolls back when it throws. */
  readonly together: <T>(work: (stores: S) => Promise<T>) => Promise<T>
  /** The same for one job alone, with everything that belongs to it. */
  readonly alone: <T>(work: (stores: S) => Promise<T>) => Promise<T>
  /** Whether an error of `together` says that nothing was committed and that another try may work. */
  readonly isUndone: (error: unknown) => boolean
}

/** Jobs that share one transaction at most, and transactions at once: others wait and so find company. */
const batchSize = 32
const atOnce = 2

/** One of them failed, and nobody knows what of the others would have worked without it. */
class Apart extends Error {}

/**
 * Lets commands that arrive together share a transaction, and with it its round trips and its synced commit. Each
 * is answered only after the commit. When one of them fails all are taken back and each runs again by itself, so
 * that it fails alone.
 */
export const sharedCommits = <S>({ together, alone, isUndone }: SharedCommitsParts<S>) => {
  let waiting: Job<S>[] = []
  let running = 0

  const apart = async ({ work, resolve, reject }: Job<S>) => {
    try {
      resolve((await alone(work)) as never)
    } catch (error) {
      reject(error)
    }
  }
  const commit = async (batch: readonly Job<S>[]) => {
    const [first] = batch
    if (first && batch.length === 1) return apart(first)
    try {
      const values = await together(async (stores) => {
        // All have come to an end before anything is taken back: no statement may follow the rollback.
        const outcomes = await Promise.allSettled(batch.map((job) => job.work(stores)))
        return outcomes.map((outcome) => {
          if (outcome.status === 'rejected') throw new Apart()
          return outcome.value
        })
      })
      for (const [i, { resolve }] of batch.entries()) resolve(values[i] as never)
    } catch (error) {
      // Whether a commit that broke happened cannot be known: nobody runs twice for it.
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
      waiting.push({ work, resolve, reject })
      // Whatever else this turn of the event loop brings joins.
      setImmediate(start)
    })
}
