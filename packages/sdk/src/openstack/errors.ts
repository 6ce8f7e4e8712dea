import { ApiError, ClientError, type ErrorResponse } from '../transport/errors.ts'

/** 400: an argument is invalid for the server. */
export class BadRequest extends ApiError {}

/** 401: the credentials are wrong, or the token is invalid and could not be renewed. */
export class Unauthorized extends ApiError {}

/** 403: the roles of the token do not allow the request, or the state of the object does not. */
export class Forbidden extends ApiError {}

/** 404: the object does not exist. For callers with few rights, servers may respond with 403 instead. */
export class ResourceNotFound extends ApiError {}

/** 405: the service has no such operation. */
export class MethodNotAllowed extends ApiError {}

/** 409: an object with this name or id exists. */
export class Conflict extends ApiError {}

/** 413: the request is too large. */
export class RequestTooLarge extends ApiError {}

/** 429: too many requests; `retryAfter` says how many seconds to wait. */
export class TooManyRequests extends ApiError {}

/** 5xx: the server failed. */
export class ServerError extends ApiError {}

/**
 * 401: the methods succeeded, but the user's multi-factor rules require more. Ask the user for the missing factor and
 * pass it to `connection.continueAuthentication`.
 *
 * @example
 * const error = await connection.authenticate().catch((error: unknown) => error)
 * if (error instanceof MissingAuthMethods)
 *   await connection.continueAuthentication(error, { type: 'totp', passcode: '123456' })
 */
export class MissingAuthMethods extends Unauthorized {
  readonly #receipt: string
  /** The methods that succeeded. */
  readonly completedMethods: readonly string[]
  /** The rules of the user, each with the methods that it still requires. One rule must be completed. */
  readonly missingMethods: readonly (readonly string[])[]
  /** The user that the receipt belongs to. */
  readonly userId: string | undefined
  /** When the receipt expires, 5 minutes after it was issued by default. */
  readonly expiresAt: Date | undefined

  constructor(response: ErrorResponse, message: string, receipt: string) {
    super(response, message, 'missing_auth_methods')
    this.#receipt = receipt
    const { receipt: details, required_auth_methods: rules } = record(response.body)
    const { methods, user, expires_at } = record(details)
    const completed = texts(methods)
    this.completedMethods = completed
    this.missingMethods = (Array.isArray(rules) ? rules : []).map((rule) =>
      texts(rule).filter((method) => !completed.includes(method)),
    )
    const { id } = record(user)
    this.userId = typeof id === 'string' ? id : undefined
    const expires = typeof expires_at === 'string' ? new Date(expires_at) : undefined
    this.expiresAt = Number.isNaN(expires?.getTime()) ? undefined : expires
  }

  /** Proves the completed methods until it expires; a secret, which is not part of the printed error. */
  get receipt(): string {
    return this.#receipt
  }
}

/** `find` matches several objects; call `get` with the id of one. */
export class DuplicateResource extends ClientError {
  /** The ids of the objects. */
  readonly ids: readonly string[]

  constructor(noun: string, nameOrId: string, ids: readonly string[]) {
    super(`${ids.length} objects match the ${noun} "${nameOrId}": ${ids.join(', ')}`)
    this.ids = ids
  }
}

/** The catalog of the token has no endpoint of this service, interface and region. */
export class EndpointNotFound extends ClientError {
  readonly service: string

  constructor(service: string, message: string) {
    super(message)
    this.service = service
  }
}

/** The address offers no Identity v3. */
export class DiscoveryError extends ClientError {}

const byStatus: Readonly<
  Record<number, new (response: ErrorResponse, message: string, code?: string) => ApiError>
> = {
  400: BadRequest,
  401: Unauthorized,
  403: Forbidden,
  404: ResourceNotFound,
  405: MethodNotAllowed,
  409: Conflict,
  413: RequestTooLarge,
  429: TooManyRequests,
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** The typed error of an error response. */
export const toError = (response: ErrorResponse): ApiError => {
  const { status, request, headers, body } = response
  const { message, title } = record(record(body)['error'])
  const reason = typeof message === 'string' ? message : `the server responded with status ${status}`
  const text = `${request.method} ${request.path}: ${reason}`
  const receipt = headers.get('openstack-auth-receipt')
  if (status === 401 && receipt) {
    const missing = 'the user must authenticate with further methods'
    return new MissingAuthMethods(response, `${request.method} ${request.path}: ${missing}`, receipt)
  }
  const type = byStatus[status] ?? (status >= 500 ? ServerError : ApiError)
  return new type(response, text, typeof title === 'string' ? title : undefined)
}

/** Whether the service, and not a proxy with a page of its own, says that the object does not exist. */
export const isMissing = (error: unknown): error is ResourceNotFound =>
  error instanceof ResourceNotFound && (error.body === undefined || 'error' in record(error.body))
