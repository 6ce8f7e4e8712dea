export interface Deadline {
  signal: AbortSignal
  /** Whether the time ran out, rather than the caller's signal aborting. */
  expired(): boolean
  /** Ends the time limit; the caller's signal still aborts. */
  stopTimer(): void
  /** Stops listening to the caller's signal. */
  release(): void
}

/** A signal that aborts with `signal` or after `timeout` milliseconds. */
export const deadline = (signal: AbortSignal | undefined, timeout: number): Deadline => {
  const controller = new AbortController()
  let isExpired = false
  const abort = () => controller.abort(signal?.reason)
  const timer = setTimeout(() => {
    isExpired = true
    controller.abort()
  }, timeout)
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort, { once: true })
  return {
    signal: controller.signal,
    expired: () => isExpired,
    stopTimer: () => clearTimeout(timer),
    release: () => signal?.removeEventListener('abort', abort),
  }
}
