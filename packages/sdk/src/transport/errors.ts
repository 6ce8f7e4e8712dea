/** The request of an error: never its headers, query or body, which may contain secrets. */
export type RequestInfo = {
  readonly method: string
  /** The path template, such as `/users/{id}`. */
  readonly path: string
}

type ErrorOptions = { readonly cause?: unknown }

/** The base class of every error that a client throws. */
export class ClientError extends Error {
  constructor(message: string, { cause }: ErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = new.target.name
  }
}

/** An argument is invalid; no request was sent. */
export class ArgumentError extends ClientError {
  /** The name of the argument. */
  readonly argument: string

  constructor(argument: string, message: string) {
    super(`${argument}: ${message}`)
    this.argument = argument
  }
}

/** The server could not be reached, or the connection ended before the response was complete. */
export class ConnectionError extends ClientError {
  readonly request: RequestInfo

  constructor(request: RequestInfo, message: string, options: ErrorOptions = {}) {
    super(`${request.method} ${request.path}: ${message}`, options)
    this.request = request
  }
}

/** No complete response arrived within the timeout. */
export class TimeoutError extends ConnectionError {}

/** The response is not what the API defines: a proxy's HTML page, invalid JSON, an unexpected redirect, or too large. */
export class InvalidResponseError extends ClientError {
  readonly request: RequestInfo
  readonly status: number

  constructor(request: RequestInfo, status: number, message: string, options: ErrorOptions = {}) {
    super(`${request.method} ${request.path}: ${message} (status ${status})`, options)
    this.request = request
    this.status = status
  }
}

/** What an error response contained. */
export type ErrorResponse = {
  readonly request: RequestInfo
  readonly status: number
  readonly headers: Headers
  /** The parsed JSON body, the text of another body, or undefined without a body. */
  readonly body: unknown
}

/** The server rejected the request. */
export class ApiError extends ClientError {
  readonly request: RequestInfo
  /** The HTTP status. */
  readonly status: number
  /** The error code of the API, such as `email_taken`, when it has one. */
  readonly code: string | undefined
  /** The id that the server logs for this request. */
  readonly requestId: string | undefined
  /** The parsed body of the error response. */
  readonly body: unknown
  /** Seconds to wait before another attempt, when the server says so. */
  readonly retryAfter: number | undefined

  constructor({ request, status, headers, body }: ErrorResponse, message: string, code?: string) {
    super(message)
    this.request = request
    this.status = status
    this.code = code
    this.requestId = requestIdOf(headers)
    this.body = body
    this.retryAfter = retryAfterOf(headers)
  }
}

/** The request id of a response, from the header that OpenStack services use or the common one. */
export const requestIdOf = (headers: Headers): string | undefined =>
  headers.get('x-openstack-request-id') ?? headers.get('x-request-id') ?? undefined

/** `Retry-After` in seconds (RFC 9110, section 10.2.3), or undefined when it is absent or malformed. */
export const retryAfterOf = (headers: Headers, now = Date.now()): number | undefined => {
  const value = headers.get('retry-after')
  if (value === null) return undefined
  if (/^\d+$/.test(value)) return Number(value)
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000)
}
