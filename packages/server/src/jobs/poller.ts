export type Round = {
  /** Aborts when the poller stops: a long round ends early. */
  readonly signal: AbortSignal
  /** Requests another round after this one. */
  readonly wake: () => void
}

/** Calls `work` every `ms` milliseconds; returns a function that ends it. */
export type Repeat = (work: () => void, ms: number) => () => void

export type PollerParts = {
  readonly round: (round: Round) => Promise<void>
  /** Milliseconds between polled rounds. */
  readonly interval: number
  /** While rounds fail, the interval doubles up to this. Default: `interval`. */
  readonly maxInterval?: number
  /** Called when a polled round fails, and again only after a success in between. */
  readonly onFailure: (error: Error) => void
  /** Tests replace it. */
  readonly repeat?: Repeat
}

export type Poller = {
  /** Runs a round after those that are running or waiting. Rejects if it fails. */
  round(): Promise<void>
  /** Starts polling; the first round runs after one interval. */
  start(): void
  /** Runs a round soon; does nothing unless started. */
  wake(): void
  /** Starts no more rounds, and waits for the running one. */
  stop(): Promise<void>
}

/** Never keeps the process alive. */
const repeatEvery: Repeat = (work, ms) => {
  const timer = setInterval(work, ms).unref()
  return () => clearInterval(timer)
}

/** Runs rounds of background work, one at a time: at every interval, and when it is woken. */
export const makePoller = (parts: PollerParts): Poller => {
  const { round: work, interval, maxInterval = interval, onFailure, repeat = repeatEvery } = parts
  const stopping = new AbortController()
  const { signal } = stopping
  let endTimer: (() => void) | undefined
  let last: Promise<void> = Promise.resolve()
  let running = false
  /** Whether a round was requested that has not begun. It will see everything committed before it begins. */
  let requested = false
  let failures = 0
  let skippedTicks = 0

  const runRound = async () => {
    requested = false
    running = true
    try {
      await work({ signal, wake })
    } finally {
      running = false
    }
  }
  const round = (): Promise<void> => {
    const next = last.then(runRound)
    last = next.catch(() => {})
    return next
  }
  const poll = async () => {
    if (signal.aborted) return
    try {
      await round()
      failures = 0
    } catch (error) {
      if (failures === 0 && !signal.aborted) onFailure(error as Error)
      failures++
    }
    skippedTicks = Math.min(2 ** failures, maxInterval / interval) - 1
  }
  const wake = () => {
    if (endTimer === undefined || requested || signal.aborted) return
    requested = true
    // Not within the commit that wakes it.
    setImmediate(poll)
  }
  const tick = () => {
    if (skippedTicks >= 1) skippedTicks--
    else if (!running) wake()
  }

  return {
    round,
    wake,
    start() {
      if (!signal.aborted) endTimer ??= repeat(tick, interval)
    },
    async stop() {
      endTimer?.()
      stopping.abort()
      await last
    },
  }
}
