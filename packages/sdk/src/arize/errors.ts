import { ApiError, type ErrorResponse } from '../transport/errors.ts'

/** Problem details (RFC 9457), the body of the errors of the service. */
export type Problem = {
  readonly title: string
  readonly status: number
  readonly type?: string
  readonly detail?: string
  readonly instance?: string
}

/** The base class of the errors of the service, and the class of statuses that have no other one, such as 429. */
export class ApiException extends ApiError {
  /** The problem details of the body, or null for a body without them. */
  readonly data: Problem | null

  constructor(response: ErrorResponse, message: string, code?: string) {
    super(response, message, code)
    this.data = problemOf(response.body)
  }
}

/** The service rejected an argument, or the user is not in the required state (400). */
export class BadRequestException extends ApiException {}

/** The API key is missing or invalid (401). */
export class UnauthorizedException extends ApiException {}

/** The API key does not allow the request (403). */
export class ForbiddenException extends ApiException {}

/** No user has this id, or the caller may not see the user (404). */
export class NotFoundException extends ApiException {}

/** The email belongs to another user (409). */
export class ConflictException extends ApiException {}

/** The service could not process the request (422). */
export class UnprocessableEntityException extends ApiException {}

/** The service failed (5xx). */
export class ServiceException extends ApiException {}

const byStatus: Readonly<Record<number, typeof ApiException>> = {
  400: BadRequestException,
  401: UnauthorizedException,
  403: ForbiddenException,
  404: NotFoundException,
  409: ConflictException,
  422: UnprocessableEntityException,
}

/** The problem details of a body, with any members beyond the standard ones. */
const problemOf = (body: unknown): Problem | null => {
  const { title, status } = (body ?? {}) as Record<string, unknown>
  return typeof title === 'string' && typeof status === 'number' ? (body as Problem) : null
}

export const toError = (response: ErrorResponse): ApiException => {
  const { status, body } = response
  const ErrorClass = byStatus[status] ?? (status >= 500 ? ServiceException : ApiException)
  const { detail, title } = (body ?? {}) as Record<string, unknown>
  const message = [detail, title].find((text) => typeof text === 'string')
  return new ErrorClass(response, message ?? `The service responded with the status ${status}`)
}
