import type { FastifyRequest } from 'fastify'
import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { Asked, HttpError, HttpResponse } from '../../http/api.ts'

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

/** Refusals that the clients have a better word for. */
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

/** RFC 9457, and exactly these members: with one more the clients read none of them. */
const problem = (
  status: number,
  code: string,
  detail: string,
  { id }: Pick<Asked, 'id'>,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...headers },
  body: { type: `/problems/${code}`, title: titles[status] ?? 'Error', status, detail, instance: id },
})

export const refused = (error: DomainError, request: FastifyRequest): HttpResponse => {
  const { kind, code, message, details } = error
  const status = statusOfCode[code] ?? statusOf[kind]
  if (status === 401)
    return problem(401, code, message, request, { 'www-authenticate': 'Bearer realm="muster"' })
  if (status === 429)
    return problem(429, code, message, request, { 'retry-after': String(details['retryAfter'] ?? 1) })
  return problem(status, code, message, request, kind === 'unavailable' ? retryHeaders(error) : {})
}

export const renderHttpError = (fault: HttpError, request: Asked): HttpResponse => {
  switch (fault.kind) {
    case 'no_route':
      return problem(404, 'route_not_found', 'There is nothing at this address.', request)
    case 'wrong_method':
      return problem(405, 'method_not_allowed', 'This address does not answer that method.', request, {
        allow: fault.allowed.join(', '),
      })
    case 'unreadable':
      return problem(400, 'request_invalid', fault.why, request)
    case 'too_large':
      return problem(413, 'body_too_large', 'The body is too large.', request)
    case 'http':
      return problem(fault.status, fault.code, fault.why, request)
    case 'crashed':
      return problem(500, 'internal_error', 'The server failed; its log has more.', request)
  }
}
