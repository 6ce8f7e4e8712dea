export type Cleanup = { stop(): Promise<void> }

export type CleanupParts = {
  /** Run in order until the signal aborts; a task that fails does not stop the others. */
  readonly tasks: readonly ((signal: AbortSignal) => Promise<unknown>)[]
  readonly onTrouble: (error: Error) => void
  /** Milliseconds between two rounds. */
  readonly interval?: number
}

const tenMinutes = 600_000

/** Runs cleanup tasks periodically. Never keeps the process alive and never runs two rounds at once. */
export const startCleanup = ({ tasks, onTrouble, interval = tenMinutes }: CleanupParts): Cleanup => {
  let round: Promise<unknown> = Promise.resolve()
  let busy = false
  const stopping = new AbortController()
  const all = async () => {
    for (const one of tasks) await one(stopping.signal).catch(onTrouble)
  }
  const timer = setInterval(() => {
    if (busy) return
    busy = true
    round = all().finally(() => {
      busy = false
    })
  }, interval)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await round
    },
  }
}
