import type { FastifyRequest } from 'fastify'
import type { DomainError } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'
import { toErrorResponse } from './errors.ts'

type Error = 'invalid_client' | 'invalid_request' | 'unsupported_grant_type' | 'other_error'

/** All errors below this path have the OAuth 2.0 error body (keystone.md section 25). */
export const isOAuth2 = ({ url }: Pick<FastifyRequest, 'url'>): boolean => url.startsWith('/v3/OS-OAUTH2/')

const answer = (
  status: number,
  error: Error,
  why: string,
  headers: HttpResponse['headers'] = {},
): HttpResponse => ({
  status,
  headers: { 'cache-control': 'no-store', ...headers },
  body: { error, error_description: why },
})

/** The error code of an unsupported grant type. */
export const unsupportedGrant = 'grant_type_unsupported'

export const oauth2ErrorResponse = (failure: DomainError, request: FastifyRequest): HttpResponse => {
  const { status, headers } = toErrorResponse(failure, request)
  switch (failure.kind) {
    case 'invalid': {
      const error = failure.code === unsupportedGrant ? 'unsupported_grant_type' : 'invalid_request'
      return answer(400, error, failure.message)
    }
    // The response does not distinguish an unknown client from a wrong secret.
    case 'not_found':
    case 'unauthenticated':
      return answer(401, 'invalid_client', 'Client authentication failed.', {
        'www-authenticate': `Keystone uri="${request.base}/v3"`,
      })
    default:
      return answer(status, 'other_error', failure.message, headers)
  }
}

export const renderOAuth2HttpError = (fault: HttpError): HttpResponse => {
  switch (fault.kind) {
    case 'unreadable':
      return answer(400, 'invalid_request', fault.why)
    case 'no_route':
      return answer(404, 'other_error', 'The resource could not be found.')
    case 'wrong_method':
      return answer(405, 'other_error', 'The method is not allowed for the requested URL.', {
        allow: fault.allowed.join(', '),
      })
    case 'too_large':
      return answer(413, 'other_error', 'The request body is too large.')
    case 'http':
      return answer(fault.status, 'invalid_request', fault.why)
    case 'crashed':
      return answer(
        500,
        'other_error',
        'An unknown error occurred and failed to get an OAuth2.0 access token.',
      )
  }
}
