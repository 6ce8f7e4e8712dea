import { deadline } from './deadline.ts'
import { encodeBody, makeHeaders } from './encode-request.ts'
import {
  type ApiError,
  ArgumentError,
  ClientError,
  ConnectionError,
  type ErrorResponse,
  InvalidResponseError,
  type RequestInfo,
  requestIdOf,
  retryAfterOf,
  TimeoutError,
} from './errors.ts'
import type { Hooks } from './hooks.ts'
import { isJson, readText } from './read-body.ts'
import { isRepeatable, isTransient, retryDelay, sleep } from './retry.ts'
import { fillPath, parseBaseUrl, type Query, queryText } from './url.ts'

/** Options of one call. */
export type CallOptions = {
  /** Cancels the call: its requests, and the waits between them. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for one attempt, the body included. */
  readonly timeout?: number | undefined
  /** How often a safe or idempotent request is repeated after a failure. */
  readonly retries?: number | undefined
}

/** Options that every client has. */
export type ClientOptions = CallOptions & {
  /** Replaces the global `fetch`. */
  readonly fetch?: typeof fetch | undefined
  readonly hooks?: Hooks | undefined
  /** Headers of every request, such as `User-Agent`. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

export type TransportRequest = CallOptions & {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** A path template relative to the base address, such as `/users/{id}`. */
  readonly path: string
  readonly params?: Readonly<Record<string, string | number>> | undefined
  readonly query?: Query | undefined
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as `application/x-www-form-urlencoded`. */
  readonly form?: Readonly<Record<string, string | undefined>> | undefined
  /** Sent unchanged; set its `content-type` in `headers`. A stream is sent once and never repeated. */
  readonly body?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | undefined
  /** Whether the request may be repeated; by default, all methods but POST and PATCH. */
  readonly idempotent?: boolean | undefined
  /** False: the request is sent without credentials. */
  readonly authenticated?: boolean | undefined
  /** `stream`: the result is the `Response`, whose body has not been read. `text`: a body that is not JSON is a result. */
  readonly expect?: 'json' | 'text' | 'stream' | undefined
  /** Error and redirect statuses that are results: neither an error nor followed. */
  readonly accept?: readonly number[] | undefined
}

export type TransportResponse = {
  readonly status: number
  readonly headers: Headers
  /** The parsed JSON body, or undefined without a body. The caller states its type: `body as User`. */
  readonly body: unknown
  readonly raw: Response
}

/** Credentials of a transport. */
export type Authorization = {
  /** The headers that authenticate a request. */
  readonly headers: (options: CallOptions) => Record<string, string> | Promise<Record<string, string>>
  /** Parameters that authenticate a request, for services that expect a key in the query. */
  readonly query?: () => Query
  /**
   * Called once after a 401; true when the request should be repeated with new credentials. `rejected` are the headers
   * that the request had, so that requests in parallel renew the credentials once.
   */
  readonly renew?: (options: CallOptions, rejected: Readonly<Record<string, string>>) => Promise<boolean>
}

export type TransportOptions = ClientOptions & {
  readonly baseUrl: string
  readonly authorization?: Authorization
  /** The typed error of an error response. */
  readonly toError: (response: ErrorResponse) => ApiError
}

export type Transport = {
  readonly baseUrl: string
  readonly send: (request: TransportRequest) => Promise<TransportResponse>
}

const defaults = { timeout: 30_000, retries: 2 }
const largestResponse = 64 * 1024 * 1024
const mostRedirects = 3

/** Sends requests with credentials, timeouts, retries and typed errors. The credentials go to the origin of `baseUrl` only. */
export const makeTransport = (options: TransportOptions): Transport => {
  const baseUrl = parseBaseUrl(options.baseUrl)
  const { origin } = new URL(baseUrl)
  const { hooks = {}, authorization, toError } = options
  const send = options.fetch ?? ((input: string, init: RequestInit) => globalThis.fetch(input, init))

  /** One attempt, with the redirects within the same origin that a GET may follow. */
  const attempt = async (
    request: TransportRequest,
    url: string,
    init: RequestInit,
    info: RequestInfo,
  ): Promise<TransportResponse> => {
    let address = url
    for (let redirects = 0; ; redirects++) {
      const raw = await send(address, { ...init, redirect: 'manual' })
      const { status, headers } = raw
      const isAccepted = status === 304 || request.accept?.includes(status)
      const isRedirect = raw.type === 'opaqueredirect' || (status >= 300 && status < 400 && !isAccepted)
      if (!isRedirect) return { status, headers, raw, body: await readBody(request, raw, info) }
      await raw.body?.cancel()
      const target = headers.get('location')
      const next = target !== null && URL.canParse(target, address) ? new URL(target, address) : undefined
      const mayFollow = init.method === 'GET' || init.method === 'HEAD'
      if (next?.origin !== origin || !mayFollow || redirects === mostRedirects)
        throw new InvalidResponseError(info, status, 'the redirect is not followed')
      address = next.href
    }
  }

  const readBody = async (request: TransportRequest, raw: Response, info: RequestInfo): Promise<unknown> => {
    const accepted = raw.ok || request.accept?.includes(raw.status)
    if (request.expect === 'stream' && accepted) return undefined
    const text = await readText(raw, largestResponse).catch((error: unknown) => {
      if (error instanceof RangeError) throw new InvalidResponseError(info, raw.status, error.message)
      throw error
    })
    if (text === '') return undefined
    if (isJson(raw.headers)) {
      try {
        return JSON.parse(text)
      } catch (cause) {
        if (accepted)
          throw new InvalidResponseError(info, raw.status, 'the response is not valid JSON', { cause })
      }
    } else if (accepted && request.expect !== 'text')
      throw new InvalidResponseError(info, raw.status, 'the response is not JSON')
    return text
  }

  return {
    baseUrl,
    async send(request) {
      const { method, path, signal = options.signal } = request
      const info: RequestInfo = { method, path }
      const timeout = request.timeout ?? options.timeout ?? defaults.timeout
      const retries = request.retries ?? options.retries ?? defaults.retries
      if (!(timeout > 0)) throw new ArgumentError('timeout', 'must be a positive number of milliseconds')
      if (!(retries >= 0)) throw new ArgumentError('retries', 'must not be negative')
      const plainUrl = baseUrl + fillPath(path, request.params)
      const { body, contentType } = encodeBody(request)
      const isStream = body instanceof ReadableStream
      const repeatable = !isStream && isRepeatable(method, request.idempotent)
      const credentials = request.authenticated === false ? undefined : authorization
      const url = plainUrl + queryText({ ...request.query, ...credentials?.query?.() })
      let renewed = false
      let responseLost = false

      for (let number = 1; ; number++) {
        const at = { ...info, url: plainUrl, attempt: number }
        const again = async (reason: string, retryAfter?: number): Promise<boolean> => {
          const delay = repeatable && number <= retries ? retryDelay(number, retryAfter) : undefined
          if (delay === undefined) return false
          hooks.onRetry?.({ ...at, delay, reason })
          await sleep(delay, signal)
          return true
        }
        signal?.throwIfAborted()
        const credentialHeaders = (await credentials?.headers({ signal, timeout, retries })) ?? {}
        const headers = makeHeaders({
          accept: 'application/json',
          ...options.headers,
          ...(contentType ? { 'content-type': contentType } : {}),
          ...credentialHeaders,
          ...request.headers,
        })
        hooks.onRequest?.(at)
        const begun = performance.now()
        const limit = deadline(signal, timeout)
        let response: TransportResponse
        try {
          response = await attempt(
            request,
            url,
            {
              method,
              headers,
              signal: limit.signal,
              ...(body === undefined ? {} : { body }),
              ...(isStream ? ({ duplex: 'half' } as object) : {}),
            },
            info,
          )
        } catch (cause) {
          signal?.throwIfAborted()
          if (cause instanceof ClientError) throw cause
          responseLost = true
          if (await again(limit.expired() ? 'timeout' : 'connection')) continue
          if (limit.expired()) throw new TimeoutError(info, `no complete response within ${timeout} ms`)
          throw new ConnectionError(info, 'the connection failed', { cause })
        } finally {
          // The body of a stream takes as long as it takes, until the caller aborts it.
          limit.stopTimer()
          if (request.expect !== 'stream') limit.release()
        }
        const { status } = response
        hooks.onResponse?.({
          ...at,
          status,
          requestId: requestIdOf(response.headers),
          duration: performance.now() - begun,
        })
        if (response.raw.ok || request.accept?.includes(status)) return response
        // The first DELETE succeeded if its response was lost and the object is gone now.
        if (status === 404 && method === 'DELETE' && responseLost) return { ...response, body: undefined }
        if (status === 401 && credentials?.renew && !renewed && !isStream) {
          renewed = true
          if (await credentials.renew({ signal, timeout, retries }, credentialHeaders)) continue
        }
        if (isTransient(status) && (await again(`status ${status}`, retryAfterOf(response.headers)))) continue
        throw toError({ request: info, status, headers: response.headers, body: response.body })
      }
    },
  }
}
