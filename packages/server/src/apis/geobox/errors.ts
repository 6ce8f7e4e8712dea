import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'
import type { FieldError } from '../../http/field-errors.ts'

declare module '../../core/kernel/error-codes.ts' {
  interface ApiErrorCodes {
    api_key_unreadable: 'unauthenticated'
    path_contradicted: 'invalid'
    plan_not_found: 'invalid'
    username_not_typable: 'invalid'
  }
}

/**
 * geobox.md section 6. The client knows 401, 403, 404, 422 and 500 and treats any other status as success, including
 * 400, 405, 409, 413, 429 and 503.
 */
const statusOf: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  failed_precondition: 403,
  not_found: 404,
  conflict: 422,
  resource_exhausted: 403,
  unavailable: 500,
}

/** Preconditions that depend on the input, not on the caller. */
const statusOfCode: Readonly<Record<string, number>> = { status_step_barred: 422, invited_program: 422 }

/** Reasons of a failed authentication that are shown; others would reveal whether a user exists (T72). */
const disclosed = new Set(['authentication_required', 'password_expired', 'factors_missing'])

/** Names of fields in this API by their names in core. */
const fieldNames: Readonly<Record<string, string>> = {
  name: 'username',
  given_name: 'first_name',
  family_name: 'last_name',
  phone_number: 'mobile',
  domain_role: 'role',
  expires_at: 'expiration_date',
  color: 'plan_color',
}
/** Objects whose fields have the same names in core. */
const sameNames = new Set(['plan', 'application credential'])

type Entry = { readonly loc: readonly string[]; readonly msg: string; readonly type: string }
type Detail = string | readonly Entry[]

const respond = (
  status: number,
  detail: Detail,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers,
  body: { detail },
})

const entry = (place: 'body' | 'query', name: string, msg: string, type: string): Entry => ({
  loc: [place, ...name.split('/').filter((part) => part !== '')],
  msg,
  type,
})

const detailOf = ({ code, message, details }: DomainError): Detail => {
  const { field, parameter, noun } = details
  if (typeof parameter === 'string') return [entry('query', parameter, message, code)]
  if (typeof field !== 'string') return message
  const name = typeof noun === 'string' && sameNames.has(noun) ? field : (fieldNames[field] ?? field)
  return [entry('body', name, message, code)]
}

export const toErrorResponse = (error: DomainError): HttpResponse => {
  const { kind, code, message } = error
  switch (kind) {
    case 'unauthenticated': {
      const why = disclosed.has(code) ? message : 'The username, password, token or key is not valid.'
      return respond(401, why, { 'www-authenticate': 'Bearer realm="muster"' })
    }
    case 'resource_exhausted':
    case 'unavailable':
      return respond(statusOf[kind], message, retryHeaders(error))
    case 'invalid':
    case 'conflict':
      return respond(statusOf[kind], detailOf(error))
    default:
      return respond(statusOfCode[code] ?? statusOf[kind], message)
  }
}

const entryOf = (wrong: FieldError): Entry =>
  'parameter' in wrong
    ? entry('query', wrong.parameter, wrong.detail, 'value_error')
    : entry('body', wrong.pointer.slice(1), wrong.detail, 'value_error')

export const renderHttpError = (error: HttpError): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
    case 'wrong_method':
      return respond(404, 'There is no resource at this URL for the method.')
    case 'bad_request':
      return respond(422, error.errors.length > 0 ? error.errors.map(entryOf) : error.why)
    case 'too_large':
      return respond(422, 'The body is too large.')
    case 'http':
      return respond(422, error.why)
    case 'internal_error':
      return respond(500, 'An internal error occurred; the server log has the details.')
  }
}
