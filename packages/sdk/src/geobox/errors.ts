import { ApiError, type ErrorResponse } from '../transport/errors.ts'

/** The base class of the errors of the service, and the class of statuses that have no other one, such as 429. */
export class GeoboxError extends ApiError {}

/** The credentials are missing or invalid, or the sign-in failed (401). */
export class AuthenticationError extends GeoboxError {}

/** The caller must not do this; of Muster also: too many requests (403). */
export class AuthorizationError extends GeoboxError {}

/** There is no such user or session (404). */
export class NotFoundError extends GeoboxError {}

/** The service rejected an argument, or a name or an email is taken (400, 409, 413, 422). */
export class ValidationError extends GeoboxError {}

/** The service failed (5xx). */
export class ServerError extends GeoboxError {}

const byStatus: Readonly<Record<number, typeof GeoboxError>> = {
  400: ValidationError,
  401: AuthenticationError,
  403: AuthorizationError,
  404: NotFoundError,
  409: ValidationError,
  413: ValidationError,
  422: ValidationError,
}

type Detail = { readonly msg?: unknown; readonly loc?: unknown }

/** `msg: "field"` of an error of a field, otherwise `msg`. */
const textOf = (detail: unknown): string | undefined => {
  if (typeof detail === 'string') return detail
  const { msg, loc } = (detail ?? {}) as Detail
  if (typeof msg !== 'string') return undefined
  return Array.isArray(loc) && loc.length > 1 ? `${msg}: "${loc[loc.length - 1]}"` : msg
}

/** The service has two shapes of `detail`: text, and an array of the errors of fields. */
const messageOf = (body: unknown): string | undefined => {
  const { detail } = (body ?? {}) as { readonly detail?: unknown }
  const texts = (Array.isArray(detail) ? detail : [detail]).map(textOf).filter((text) => text !== undefined)
  return texts.length > 0 ? texts.join('; ') : undefined
}

export const toError = (response: ErrorResponse): GeoboxError => {
  const { status, body } = response
  const ErrorClass = byStatus[status] ?? (status >= 500 ? ServerError : GeoboxError)
  return new ErrorClass(response, messageOf(body) ?? `The service responded with the status ${status}`)
}
