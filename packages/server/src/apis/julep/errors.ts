import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'

/** Two shapes (julep.md section 5): what a request says wrongly, and the server's own failures, have the second. */
const told = (
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

export const refused = (error: DomainError): HttpResponse => {
  const { kind, code, message, details } = error
  switch (kind) {
    case 'invalid':
      return failed(422, message)
    case 'unauthenticated':
      return told(401, message, { 'www-authenticate': 'Bearer realm="muster"' })
    case 'resource_exhausted':
      return told(429, message, { 'retry-after': String(details['retryAfter'] ?? 1) })
    case 'unavailable':
      return failed(503, message, retryHeaders(error))
    default:
      return told(statusOf[kind], missing[code] ?? message)
  }
}

export const renderHttpError = (fault: HttpError): HttpResponse => {
  switch (fault.kind) {
    case 'no_route':
      return told(404, 'Not Found')
    case 'wrong_method':
      return told(405, 'Method Not Allowed', { allow: fault.allowed.join(', ') })
    case 'unreadable':
      return fault.field === 'metadata_filter' ? told(400, fault.why) : failed(422, fault.why)
    case 'too_large':
      return told(413, 'The body is too large.')
    case 'http':
      return told(fault.status, fault.why)
    case 'crashed':
      return failed(500, 'The server failed; its log has more.')
  }
}
