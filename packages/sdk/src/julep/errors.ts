import { ApiError, type ErrorResponse } from '../transport/errors.ts'

/** No user or doc has this id (404). */
export class NotFoundError extends ApiError {}

/** The API key is missing or invalid (401). */
export class AuthenticationError extends ApiError {}

/** The API key does not allow the request, or a limit is reached (403). */
export class PermissionDeniedError extends ApiError {}

/** The service rejected an argument (400, 413 or 422). */
export class InvalidRequestError extends ApiError {}

/** Too many requests (429); `retryAfter` has the seconds to wait. */
export class RateLimitError extends ApiError {}

const byStatus: Readonly<Record<number, typeof ApiError>> = {
  400: InvalidRequestError,
  401: AuthenticationError,
  403: PermissionDeniedError,
  404: NotFoundError,
  413: InvalidRequestError,
  422: InvalidRequestError,
  429: RateLimitError,
}

/** The service has three shapes of errors: `detail`, `message`, and `error.message`. */
const messageOf = (body: unknown): string | undefined => {
  const { detail, message, error } = (body ?? {}) as Record<string, unknown>
  const nested = (error ?? {}) as Record<string, unknown>
  return [detail, message, nested['message']].find((text) => typeof text === 'string')
}

export const toError = (response: ErrorResponse): ApiError => {
  const { status, body } = response
  const ErrorClass = byStatus[status] ?? ApiError
  return new ErrorClass(response, messageOf(body) ?? `The service responded with the status ${status}`)
}
