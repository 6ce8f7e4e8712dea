type Fetch = typeof globalThis.fetch

const header = 'idempotency-key'

/** Milliseconds for which the same request counts as another attempt. */
const memory = 600_000

/** The most requests of unknown outcome that are kept. */
const most = 200

const digestOf = async (text: string): Promise<string> => {
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return String.fromCharCode(...new Uint8Array(bytes))
}

/** Whether the server has done the request or rejected it, so that the same request would be a new one. */
const isDecided = (status: number, text: string): boolean => {
  if (status !== 409) return status < 500
  return !text.includes('"idempotency_in_progress"')
}

/**
 * Sends the same request after an unknown outcome with the same Idempotency-Key: what was perhaps done already is not done
 * again when a person repeats it. It holds for every form, because all requests pass here.
 */
export const keepRepeatKeys = (fetch: Fetch, now: () => number = Date.now): Fetch => {
  const undecided = new Map<string, { readonly key: string; readonly until: number }>()
  const keep = (request: string, key: string) => {
    undecided.delete(request)
    undecided.set(request, { key, until: now() + memory })
    const [oldest] = undecided.keys()
    if (undecided.size > most && oldest !== undefined) undecided.delete(oldest)
  }
  return async (url, init = {}) => {
    const headers = new Headers(init.headers)
    const given = headers.get(header)
    const { body = null } = init
    if (given === null || (body !== null && typeof body !== 'string')) return fetch(url, init)
    // Not the text itself, which may contain a password.
    const request = await digestOf(JSON.stringify([init.method, String(url), body]))
    const before = undecided.get(request)
    const key = before !== undefined && now() < before.until ? before.key : given
    keep(request, key)
    headers.set(header, key)
    const response = await fetch(url, { ...init, headers })
    // The outcome is known when the whole response is there.
    if (isDecided(response.status, await response.clone().text())) undecided.delete(request)
    return response
  }
}
