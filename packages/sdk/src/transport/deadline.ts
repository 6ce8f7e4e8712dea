/** A signal that aborts with `signal` or after `timeout` milliseconds. */
export const deadline = (signal: AbortSignal | undefined, timeout: number) => {
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
