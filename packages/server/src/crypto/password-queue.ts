/** Too many jobs are waiting; retry later. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull'

  constructor() {
    super('Too many passwords are being checked.')
  }
}

export type QueueLimits = {
  /** Maximum number of concurrent jobs. */
  readonly atOnce: number
  /** Maximum number of waiting jobs; further jobs are rejected. */
  readonly maxWaiting: number
}

export type PasswordQueue = {
  /** Runs the job in order of arrival; rejects with QueueFull, or like the job. */
  run<T>(job: () => Promise<T>): Promise<T>
  running(): number
  waiting(): number
}

/**
 * The number of concurrent hashes. One libuv thread (`threads` is UV_THREADPOOL_SIZE) stays free for files and name
 * resolution, and so does one core, unless the hash threads have a lower priority (`yielding`).
 */
export const hashesAtOnce = (cores: number, { threads = 4, yielding = false } = {}): number =>
  Math.max(1, yielding ? Math.min(cores, threads - 1) : Math.min(cores, threads) - 1)

/** A FIFO queue, so that many sign-ins do not occupy all threads. */
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

  // Passes the place to the next job instead of releasing it, so that no new job can overtake the queue.
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
