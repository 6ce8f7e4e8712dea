import type { DomainError } from '../../core/kernel/domain-error.ts'
import { retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'

const plain = (
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: `${text}\n`,
})

/** The console's files need no operation of core, so only an overloaded server rejects a request here. */
export const errorText = (error: DomainError): HttpResponse =>
  error.kind === 'unavailable'
    ? plain(503, error.message, retryHeaders(error))
    : plain(429, 'The server is busy. Try again in a few seconds.', { 'retry-after': '5' })

export const renderHttpError = (error: HttpError): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
      return plain(404, 'This page does not exist.')
    case 'wrong_method':
      return plain(405, 'This request is not supported.', { allow: error.allowed.join(', ') })
    case 'bad_request':
      return plain(400, error.why)
    case 'too_large':
      return plain(413, 'The request is too large.')
    case 'http':
      return plain(error.status, error.why)
    case 'internal_error':
      return plain(500, 'An error occurred on the server. Try again in a few minutes.')
  }
}
