/** Statuses that a server or proxy returns without having processed the request, or only for the moment. */
const transient = new Set([408, 425, 429, 502, 503, 504])

const safe = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

/** Whether repeating a request has the effect of sending it once (RFC 9110, section 9.2.2). */
export const isRepeatable = (method: string, idempotent = safe.has(method)): boolean => idempotent

export const isTransient = (status: number): boolean => transient.has(status)

/** Seconds: a server that asks for a longer wait gets no automatic retry. */
const longestRetryAfter = 30

/**
 * Milliseconds before attempt `attempt + 1`: at least what the server asks for, otherwise exponential with full jitter,
 * from 0.25 s to 8 s. Undefined when the server asks for more than 30 s.
 */
export const retryDelay = (
  attempt: number,
  retryAfter: number | undefined,
  random: () => number = Math.random,
): number | undefined => {
  if (retryAfter !== undefined && retryAfter > longestRetryAfter) return undefined
  const jittered = random() * Math.min(8000, 250 * 2 ** (attempt - 1))
  return retryAfter === undefined ? jittered : retryAfter * 1000 + jittered / 4
}

/** Waits, and rejects with the reason of the signal when it is aborted meanwhile. */
export const sleep = (milliseconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, milliseconds)
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })
