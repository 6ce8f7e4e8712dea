/** Too many jobs wait already; try again in a moment. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull'

  constructor() {
    super('Too many passwords are being checked at this moment.')
  }
}

export type QueueLimits = {
  /** Jobs that run at the same time. */
  readonly atOnce: number
  /** Jobs that may wait besides those; one more is refused. */
  readonly maxWaiting: number
}

export type PasswordQueue = {
  /** Runs the job when its turn comes; rejects with QueueFull, or as the job does. */
  run<T>(job: () => Promise<T>): Promise<T>
  running(): number
  waiting(): number
}

/**
 * Hashes to run at once. One of libuv's threads (`threads`, its UV_THREADPOOL_SIZE), which files and name look-ups
 * share, stays free. So does one core, unless the threads that hash give way by themselves (`yielding`).
 */
export const hashesAtOnce = (cores: number, { threads = 4, yielding = false } = {}): number =>
  Math.max(1, yielding ? Math.min(cores, threads - 1) : Math.min(cores, threads) - 1)

/** First come, first served, so that a crowd of logins never takes every thread from the other calls. */
export const passwordQueue = ({ atOnce, maxWaiting }: QueueLimits): PasswordQueue => {
  const line: (() => void)[] = []
  let running = 0

  const turn = (): Promise<void> => {
    if (running < atOnce) {
      running++
      return Promise.resolve()
    }
    if (line.length >= maxWaiting) return Promise.reject(new QueueFull())
    return new Promise((resolve) => line.push(resolve))
  }

  // The place is handed on rather than freed, so that nobody who comes now overtakes the line.
  const leave = (): void => {
    const next = line.shift()
    if (next === undefined) running--
    else next()
  }

  return {
    async run(job) {
      await turn()
      try {
        return await job()
      } finally {
        leave()
      }
    },
    running: () => running,
    waiting: () => line.length,
  }
}
