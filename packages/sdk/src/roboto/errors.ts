import { ApiError, type ErrorResponse } from '../transport/errors.ts'

/** The base class of the errors that Roboto defines; `code` is the name of the class on the wire. */
export class RobotoDomainException extends ApiError {}

/** The API key is missing or invalid, or does not allow the request (401, 403). */
export class RobotoUnauthorizedException extends RobotoDomainException {}

/** The API key was rejected before the request reached the service (401, 403). */
export class RobotoAuthenticationFailureException extends RobotoDomainException {}

/** The request contains invalid data (400). */
export class RobotoInvalidRequestException extends RobotoDomainException {}

/** The operation needs an organization, and none was given (400). */
export class RobotoNoOrgProvidedException extends RobotoDomainException {}

/** The service no longer supports this request (400). */
export class RobotoDeprecatedException extends RobotoDomainException {}

/** No user has this id (404). */
export class RobotoNotFoundException extends RobotoDomainException {}

/** A user with this id exists (409). */
export class RobotoConflictException extends RobotoDomainException {}

/** A limit of the user or the organization is reached (403). */
export class RobotoLimitExceededException extends RobotoDomainException {
  /** What is limited. */
  readonly resourceName: string | undefined
  readonly currentQuantity: number | undefined
  readonly limitQuantity: number | undefined

  constructor(response: ErrorResponse, message: string, code?: string) {
    super(response, message, code)
    const { resource_name, current_quantity, limit_quantity } = errorOf(response.body)
    this.resourceName = typeof resource_name === 'string' ? resource_name : undefined
    this.currentQuantity = typeof current_quantity === 'number' ? current_quantity : undefined
    this.limitQuantity = typeof limit_quantity === 'number' ? limit_quantity : undefined
  }
}

/** The service failed in an unexpected way (5xx). */
export class RobotoServiceException extends RobotoDomainException {}

/** The service failed in an unexpected way that it recognized (500). */
export class RobotoInternalException extends RobotoDomainException {}

/** The service is overloaded, or the caller sends too many requests (429, 503). */
export class RobotoServiceUnavailableException extends RobotoDomainException {}

/** The service did not complete the request in time (504). */
export class RobotoServiceTimeoutException extends RobotoDomainException {}

/** The service does not implement the operation (501). */
export class RobotoNotImplementedException extends RobotoDomainException {}

/** Names as literals: minifiers change the names of classes. */
const byCode: ReadonlyMap<string, typeof RobotoDomainException> = new Map([
  ['RobotoUnauthorizedException', RobotoUnauthorizedException],
  ['RobotoAuthenticationFailureException', RobotoAuthenticationFailureException],
  ['RobotoInvalidRequestException', RobotoInvalidRequestException],
  ['RobotoNoOrgProvidedException', RobotoNoOrgProvidedException],
  ['RobotoDeprecatedException', RobotoDeprecatedException],
  ['RobotoNotFoundException', RobotoNotFoundException],
  ['RobotoConflictException', RobotoConflictException],
  ['RobotoLimitExceededException', RobotoLimitExceededException],
  ['RobotoServiceException', RobotoServiceException],
  ['RobotoInternalException', RobotoInternalException],
  ['RobotoServiceUnavailableException', RobotoServiceUnavailableException],
  ['RobotoServiceTimeoutException', RobotoServiceTimeoutException],
  ['RobotoNotImplementedException', RobotoNotImplementedException],
])

const byStatus: Readonly<Record<number, typeof RobotoDomainException>> = {
  400: RobotoInvalidRequestException,
  401: RobotoUnauthorizedException,
  403: RobotoUnauthorizedException,
  404: RobotoNotFoundException,
  409: RobotoConflictException,
  429: RobotoServiceUnavailableException,
}

/** The `error` object of a body, or an empty object. */
const errorOf = (body: unknown): Readonly<Record<string, unknown>> => {
  const { error } = (body ?? {}) as Record<string, unknown>
  return typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {}
}

/** Bodies without a known code: the text that a gateway in front of the service sends decides, then the status. */
const constructorOf = (status: number, message: string): typeof RobotoDomainException => {
  if (status === 400 && message.includes('did not provide a org for single-org operation'))
    return RobotoNoOrgProvidedException
  if (status === 401 || status === 403)
    return message.includes('not authorized to access this resource with an explicit deny')
      ? RobotoAuthenticationFailureException
      : RobotoUnauthorizedException
  return byStatus[status] ?? (status >= 500 ? RobotoServiceException : RobotoDomainException)
}

export const toError = (response: ErrorResponse): RobotoDomainException => {
  const { status, body } = response
  const { error_code, message: inner } = errorOf(body)
  const { message: outer } = (body ?? {}) as Record<string, unknown>
  const message =
    [inner, outer].find((text) => typeof text === 'string') ??
    `The service responded with the status ${status}`
  const code = typeof error_code === 'string' ? error_code : undefined
  const ErrorClass = (code && byCode.get(code)) || constructorOf(status, message)
  return new ErrorClass(response, message, code)
}
