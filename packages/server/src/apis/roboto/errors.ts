import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'

declare module '../../core/kernel/error-codes.ts' {
  interface ApiErrorCodes {
    text_empty: 'invalid'
  }
}

type ErrorStatus = { readonly status: number; readonly errorCode: string }

const invalid: ErrorStatus = { status: 400, errorCode: 'RobotoInvalidRequestException' }
const unauthorized = (status: 401 | 403): ErrorStatus => ({
  status,
  errorCode: 'RobotoUnauthorizedException',
})
const missing: ErrorStatus = { status: 404, errorCode: 'RobotoNotFoundException' }

/** roboto.md section 5. Errors that a retry cannot fix are not 5xx, because the client retries those ten times. */
const ofKind: Readonly<Record<DomainErrorKind, ErrorStatus>> = {
  invalid,
  unauthenticated: unauthorized(401),
  forbidden: unauthorized(401),
  failed_precondition: unauthorized(403),
  not_found: missing,
  conflict: { status: 409, errorCode: 'RobotoConflictException' },
  resource_exhausted: { status: 429, errorCode: 'RobotoServiceUnavailableException' },
  unavailable: { status: 503, errorCode: 'RobotoServiceUnavailableException' },
}

/** Exactly these members: an additional one in `error` crashes the client. */
const respond = (
  { status, errorCode }: ErrorStatus,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers,
  body: { error: { error_code: errorCode, message } },
})

export const toErrorResponse = (error: DomainError): HttpResponse => {
  const { kind, message, details } = error
  if (kind === 'unavailable') return respond(ofKind[kind], message, retryHeaders(error))
  const how = ofKind[kind]
  const headers = how.status === 401 ? { 'www-authenticate': 'Bearer realm="muster"' } : {}
  return respond(
    how,
    message,
    how.status === 429 ? { 'retry-after': String(details['retryAfter'] ?? 1) } : headers,
  )
}

export const renderHttpError = (error: HttpError): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
      return respond(missing, 'There is no resource at this URL.')
    case 'wrong_method':
      return respond({ ...invalid, status: 405 }, 'This URL does not support the method.', {
        allow: error.allowed.join(', '),
      })
    case 'bad_request':
      return respond(invalid, error.why)
    case 'too_large':
      return respond({ ...invalid, status: 413 }, 'The body is too large.')
    case 'http':
      return respond({ ...invalid, status: error.status }, error.why)
    case 'internal_error':
      return respond(
        { status: 500, errorCode: 'RobotoInternalException' },
        'An internal error occurred; the server log has the details.',
      )
  }
}
