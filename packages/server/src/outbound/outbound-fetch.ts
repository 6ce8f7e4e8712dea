import { domainError } from '../core/kernel/domain-error.ts'
import type { Outbound } from '../core/kernel/outbound/outbound.ts'

/** Bytes of a response. */
const maxBytes = 262_144
/** Milliseconds. */
const timeout = 5000
/** Requests at one time: sign-ins that wait for a provider must not use up the memory of the server. */
const maxConcurrent = 32

const unavailable = (why: string) =>
  domainError(
    'unavailable',
    'identity_provider_unavailable',
    `The identity provider is not available. ${why}`,
  )

const bodyOf = (body: unknown): string | undefined => {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return body
  if (body instanceof URLSearchParams) return body.toString()
  throw new TypeError('The body must be text or a form.')
}

type Init = {
  readonly method?: string | undefined
  readonly headers?: RequestInit['headers']
  readonly body?: unknown
}

/**
 * `fetch` for libraries, over the client that checks addresses. Throws `unavailable` when there is no complete response
 * within the limits of size and time, or when too many requests are under way. Redirects are returned, not followed.
 */
export const outboundFetch = (outbound: Outbound) => {
  let running = 0
  return async (url: string, init: Init = {}): Promise<Response> => {
    if (running >= maxConcurrent) throw unavailable('Too many sign-ins are waiting for it.')
    running++
    try {
      return await send(outbound, url, init)
    } finally {
      running--
    }
  }
}

const send = async (outbound: Outbound, url: string, { method, headers, body }: Init): Promise<Response> => {
  const text = bodyOf(body)
  const answer = await outbound.send({
    url,
    method: method === 'POST' ? 'POST' : 'GET',
    headers: Object.fromEntries(new Headers(headers)),
    ...(text === undefined ? {} : { body: text }),
    maxBytes,
    timeout,
  })
  if (answer.kind === 'failed') throw unavailable(answer.why)
  if (answer.cut) throw unavailable(`Its response is larger than ${maxBytes} bytes.`)
  const given = Object.entries(answer.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  const empty = answer.status === 204 || answer.status === 304 || answer.body.length === 0
  return new Response(empty ? null : Buffer.from(answer.body), { status: answer.status, headers: given })
}
