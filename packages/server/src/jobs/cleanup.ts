import { makePoller } from './poller.ts'

export type Cleanup = { stop(): Promise<void> }

export type CleanupParts = {
  /** Run in order until the signal aborts; a task that fails does not stop the others. */
  readonly tasks: readonly ((signal: AbortSignal) => Promise<unknown>)[]
  /** Called for every task that fails. */
  readonly onFailure: (error: Error) => void
  /** Milliseconds between two rounds. */
  readonly interval?: number
}

const tenMinutes = 600_000

/** Runs cleanup tasks periodically. */
export const startCleanup = ({ tasks, onFailure, interval = tenMinutes }: CleanupParts): Cleanup => {
  const poller = makePoller({
    interval,
    onFailure,
    async round({ signal }) {
      for (const task of tasks) {
        if (signal.aborted) return
        await task(signal).catch(onFailure)
      }
    },
  })
  poller.start()
  return { stop: poller.stop }
}
