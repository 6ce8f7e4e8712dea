import type { FastifyRequest } from 'fastify'
import type { DomainError } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'
import { toErrorResponse } from './errors.ts'

type Error = 'invalid_client' | 'invalid_request' | 'unsupported_grant_type' | 'other_error'

/** All errors below this path have the OAuth 2.0 error body (keystone.md section 25). */
export const isOAuth2 = ({ url }: Pick<FastifyRequest, 'url'>): boolean => url.startsWith('/v3/OS-OAUTH2/')

const respond = (
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
      return respond(400, error, failure.message)
    }
    // The response does not distinguish an unknown client from a wrong secret.
    case 'not_found':
    case 'unauthenticated':
      return respond(401, 'invalid_client', 'Client authentication failed.', {
        'www-authenticate': `Keystone uri="${request.base}/v3"`,
      })
    default:
      return respond(status, 'other_error', failure.message, headers)
  }
}

export const renderOAuth2HttpError = (error: HttpError): HttpResponse => {
  switch (error.kind) {
    case 'bad_request':
      return respond(400, 'invalid_request', error.why)
    case 'no_route':
      return respond(404, 'other_error', 'The resource could not be found.')
    case 'wrong_method':
      return respond(405, 'other_error', 'The method is not allowed for the requested URL.', {
        allow: error.allowed.join(', '),
      })
    case 'too_large':
      return respond(413, 'other_error', 'The request body is too large.')
    case 'http':
      return respond(error.status, 'invalid_request', error.why)
    case 'internal_error':
      return respond(
        500,
        'other_error',
        'An unknown error occurred and failed to get an OAuth2.0 access token.',
      )
  }
}
