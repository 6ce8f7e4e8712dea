import type { FastifyRequest } from 'fastify'
import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse, RequestInfo } from '../../http/api.ts'

declare module '../../core/kernel/error-codes.ts' {
  interface ApiErrorCodes {
    annotator_key: 'invalid'
    custom_account_role: 'invalid'
    custom_key_role: 'invalid'
    custom_organization_role: 'invalid'
    expires_at_unreadable: 'invalid'
    key_life_extended: 'invalid'
    one_space_a_key: 'invalid'
    resource_type_missing: 'invalid'
    role_unknown: 'invalid'
    space_elsewhere: 'invalid'
    space_missing: 'invalid'
    space_not_found: 'not_found'
    user_key_has_no_space: 'invalid'
  }
}

const statusOf: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  failed_precondition: 400,
  not_found: 404,
  conflict: 409,
  resource_exhausted: 429,
  unavailable: 503,
}

/** Error codes whose status differs from the status of their kind. */
const statusOfCode: Readonly<Record<string, number>> = {
  not_a_developer: 403,
  not_the_owner: 403,
  scope_elsewhere: 403,
  key_life_extended: 422,
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** RFC 9457 with exactly these members: with an additional one the clients read none of them. */
const problem = (
  status: number,
  code: string,
  detail: string,
  { id }: Pick<RequestInfo, 'id'>,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: { type: `/problems/${code}`, title: titles[status] ?? 'Error', status, detail, instance: id },
})

export const toErrorResponse = (error: DomainError, request: FastifyRequest): HttpResponse => {
  const { kind, code, message, details } = error
  const status = statusOfCode[code] ?? statusOf[kind]
  if (status === 401)
    return problem(401, code, message, request, { 'www-authenticate': 'Bearer realm="muster"' })
  if (status === 429)
    return problem(429, code, message, request, { 'retry-after': String(details['retryAfter'] ?? 1) })
  return problem(status, code, message, request, kind === 'unavailable' ? retryHeaders(error) : {})
}

export const renderHttpError = (error: HttpError, request: RequestInfo): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
      return problem(404, 'route_not_found', 'There is no resource at this URL.', request)
    case 'wrong_method':
      return problem(405, 'method_not_allowed', 'This URL does not support the method.', request, {
        allow: error.allowed.join(', '),
      })
    case 'bad_request':
      return problem(400, 'request_invalid', error.why, request)
    case 'too_large':
      return problem(413, 'body_too_large', 'The body is too large.', request)
    case 'http':
      return problem(error.status, error.code, error.why, request)
    case 'internal_error':
      return problem(
        500,
        'internal_error',
        'An internal error occurred; the server log has the details.',
        request,
      )
  }
}
