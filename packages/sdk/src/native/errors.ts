import { ApiError, type ErrorResponse } from '../transport/errors.ts'
import type { ErrorCode, Problem } from './types.ts'

/** The server rejected the request with a problem (RFC 9457). The subclasses name the statuses. */
export class MusterError extends ApiError {
  /** The error code, such as `email_taken`; docs/reference/errors.md lists them. Later versions add codes. */
  declare readonly code: ErrorCode | undefined
  /** The invalid fields and parameters of the request. */
  readonly errors: NonNullable<Problem['errors']>

  constructor(response: ErrorResponse) {
    const problem = isProblem(response.body) ? response.body : undefined
    const message = problem?.detail ?? `The server responded with status ${response.status}.`
    super(response, message, problem?.type.replace(/^\/problems\//, ''))
    this.errors = Array.isArray(problem?.errors) ? problem.errors : []
  }
}

/** 400, 413, 415, 422: the request is invalid. */
export class BadRequest extends MusterError {}
/** 401: no valid session or API key. */
export class Unauthenticated extends MusterError {}
/** 403: the credentials do not allow the action, or the state of the object does not. */
export class Forbidden extends MusterError {}
/** 404 */
export class NotFound extends MusterError {}
/** 409: a unique value is taken, or other objects are in the way. */
export class Conflict extends MusterError {}
/** 412: the object was changed since it was read. */
export class VersionChanged extends MusterError {}
/** 429: see `retryAfter`. */
export class RateLimited extends MusterError {}
/** 503: the server or its database is not available. */
export class Unavailable extends MusterError {}

const byStatus: Readonly<Record<number, typeof MusterError>> = {
  400: BadRequest,
  401: Unauthenticated,
  403: Forbidden,
  404: NotFound,
  409: Conflict,
  412: VersionChanged,
  413: BadRequest,
  415: BadRequest,
  422: BadRequest,
  429: RateLimited,
  503: Unavailable,
}

export const toMusterError = (response: ErrorResponse): MusterError =>
  new (byStatus[response.status] ?? MusterError)(response)

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' &&
  body !== null &&
  typeof (body as Problem).type === 'string' &&
  typeof (body as Problem).detail === 'string'
