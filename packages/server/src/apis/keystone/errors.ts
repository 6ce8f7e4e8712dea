import type { FastifyRequest } from 'fastify'
import { receiptOf } from '../../core/access/authentication/auth-receipt.ts'
import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'
import { showReceipt } from './show-receipt.ts'

declare module '../../core/kernel/error-codes.ts' {
  interface ApiErrorCodes {
    access_rule_refused: 'unauthenticated'
    client_unknown: 'unauthenticated'
    credentials_conflict: 'unauthenticated'
    grant_type_unsupported: 'invalid'
    pki_gone: 'failed_precondition'
    token_invalid: 'unauthenticated'
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

const statusOf: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  failed_precondition: 403,
  not_found: 404,
  conflict: 409,
  resource_exhausted: 429,
  unavailable: 503,
}

/** The error envelope of keystone.md section 2. */
export const errorAnswer = (
  status: number,
  message: string,
  more: { readonly headers?: Readonly<Record<string, string>>; readonly identity?: unknown } = {},
): HttpResponse => ({
  status,
  ...(more.headers ? { headers: more.headers } : {}),
  body: {
    error: {
      code: status,
      message,
      title: titles[status] ?? 'Error',
      ...(more.identity === undefined ? {} : { identity: more.identity }),
    },
  },
})

export const toErrorResponse = (error: DomainError, { base }: FastifyRequest): HttpResponse => {
  const status = statusOf[error.kind]
  if (status === 429)
    return errorAnswer(429, error.message, { headers: { 'retry-after': '1', ...retryHeaders(error) } })
  if (status === 503) return errorAnswer(503, error.message, { headers: retryHeaders(error) })
  if (status !== 401) return errorAnswer(status, error.message)
  const receipt = receiptOf(error)
  if (receipt) return showReceipt(receipt)
  return errorAnswer(401, error.message, {
    headers: { 'www-authenticate': `Keystone uri="${base}/v3"` },
    identity: error.details['identity'],
  })
}

export const renderHttpError = (error: HttpError): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
      return errorAnswer(404, 'The resource could not be found.')
    case 'wrong_method':
      return errorAnswer(405, 'The method is not allowed for the requested URL.', {
        headers: { allow: error.allowed.join(', ') },
      })
    case 'bad_request':
      return errorAnswer(400, error.why)
    case 'too_large':
      return errorAnswer(413, 'The request body is too large.')
    case 'http':
      return errorAnswer(error.status, error.why)
    case 'internal_error':
      return errorAnswer(500, 'An unexpected error prevented the server from fulfilling your request.')
  }
}
