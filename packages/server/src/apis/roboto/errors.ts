import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'

type Told = { readonly status: number; readonly errorCode: string }

const invalid: Told = { status: 400, errorCode: 'RobotoInvalidRequestException' }
const unauthorized = (status: 401 | 403): Told => ({ status, errorCode: 'RobotoUnauthorizedException' })
const missing: Told = { status: 404, errorCode: 'RobotoNotFoundException' }

/** roboto.md section 5. Nothing that a repetition cannot mend is a 5xx: the client tries those ten times. */
const ofKind: Readonly<Record<DomainErrorKind, Told>> = {
  invalid,
  unauthenticated: unauthorized(401),
  forbidden: unauthorized(401),
  failed_precondition: unauthorized(403),
  not_found: missing,
  conflict: { status: 409, errorCode: 'RobotoConflictException' },
  resource_exhausted: { status: 429, errorCode: 'RobotoServiceUnavailableException' },
  unavailable: { status: 503, errorCode: 'RobotoServiceUnavailableException' },
}

/** Exactly these members: one more inside `error` crashes the client. */
const told = (
  { status, errorCode }: Told,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers,
  body: { error: { error_code: errorCode, message } },
})

export const refused = (error: DomainError): HttpResponse => {
  const { kind, message, details } = error
  if (kind === 'unavailable') return told(ofKind[kind], message, retryHeaders(error))
  const how = ofKind[kind]
  const headers = how.status === 401 ? { 'www-authenticate': 'Bearer realm="muster"' } : {}
  return told(
    how,
    message,
    how.status === 429 ? { 'retry-after': String(details['retryAfter'] ?? 1) } : headers,
  )
}

export const renderHttpError = (fault: HttpError): HttpResponse => {
  switch (fault.kind) {
    case 'no_route':
      return told(missing, 'There is nothing at this address.')
    case 'wrong_method':
      return told({ ...invalid, status: 405 }, 'This address does not answer that method.', {
        allow: fault.allowed.join(', '),
      })
    case 'unreadable':
      return told(invalid, fault.why)
    case 'too_large':
      return told({ ...invalid, status: 413 }, 'The body is too large.')
    case 'http':
      return told({ ...invalid, status: fault.status }, fault.why)
    case 'crashed':
      return told(
        { status: 500, errorCode: 'RobotoInternalException' },
        'The server failed; its log has more.',
      )
  }
}
