import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'

/** There are two shapes of errors (julep.md section 5): invalid requests and server errors have the second. */
const answer = (
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
      return answer(401, message, { 'www-authenticate': 'Bearer realm="muster"' })
    case 'resource_exhausted':
      return answer(429, message, { 'retry-after': String(details['retryAfter'] ?? 1) })
    case 'unavailable':
      return failed(503, message, retryHeaders(error))
    default:
      return answer(statusOf[kind], missing[code] ?? message)
  }
}

export const renderHttpError = (fault: HttpError): HttpResponse => {
  switch (fault.kind) {
    case 'no_route':
      return answer(404, 'Not Found')
    case 'wrong_method':
      return answer(405, 'Method Not Allowed', { allow: fault.allowed.join(', ') })
    case 'unreadable':
      return fault.field === 'metadata_filter' ? answer(400, fault.why) : failed(422, fault.why)
    case 'too_large':
      return answer(413, 'The body is too large.')
    case 'http':
      return answer(fault.status, fault.why)
    case 'crashed':
      return failed(500, 'An internal error occurred; the server log has the details.')
  }
}
