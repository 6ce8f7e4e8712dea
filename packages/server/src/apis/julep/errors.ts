import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'

/** There are two shapes of errors (julep.md section 5): invalid requests and server errors have the second. */
const respond = (
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers,
  body: { detail },
})
const failed = (status: 422 | 500 | 503, message: string, headers = {}): HttpResponse => ({
  status,
  headers,
  body: { status_code: status, message, data: null },
})

const statusOf: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  failed_precondition: 403,
  not_found: 404,
  conflict: 409,
  resource_exhausted: 429,
  unavailable: 503,
}

const missing: Readonly<Record<string, string>> = {
  user_not_found: 'User not found',
  document_not_found: 'Doc not found',
}

export const toErrorResponse = (error: DomainError): HttpResponse => {
  const { kind, code, message, details } = error
  switch (kind) {
    case 'invalid':
      return failed(422, message)
    case 'unauthenticated':
      return respond(401, message, { 'www-authenticate': 'Bearer realm="muster"' })
    case 'resource_exhausted':
      return respond(429, message, { 'retry-after': String(details['retryAfter'] ?? 1) })
    case 'unavailable':
      return failed(503, message, retryHeaders(error))
    default:
      return respond(statusOf[kind], missing[code] ?? message)
  }
}

export const renderHttpError = (error: HttpError): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
      return respond(404, 'Not Found')
    case 'wrong_method':
      return respond(405, 'Method Not Allowed', { allow: error.allowed.join(', ') })
    case 'bad_request':
      return error.field === 'metadata_filter' ? respond(400, error.why) : failed(422, error.why)
    case 'too_large':
      return respond(413, 'The body is too large.')
    case 'http':
      return respond(error.status, error.why)
    case 'internal_error':
      return failed(500, 'An internal error occurred; the server log has the details.')
  }
}
