export type Sweep = { stop(): Promise<void> }

export type SweepParts = {
  /** Each deletes something that is no longer needed, until the signal says stop; one that fails does not stop the others. */
  readonly forget: readonly ((signal: AbortSignal) => Promise<unknown>)[]
  readonly onTrouble: (error: Error) => void
  /** Milliseconds between two rounds. */
  readonly interval?: number
}

const tenMinutes = 600_000

/** Clears away now and then what only takes room. Never keeps the process alive, never runs twice at once. */
export const startCleanup = ({ forget, onTrouble, interval = tenMinutes }: SweepParts): Sweep => {
  let round: Promise<unknown> = Promise.resolve()
  let busy = false
  const stopping = new AbortController()
  const all = async () => {
    for (const one of forget) await one(stopping.signal).catch(onTrouble)
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
