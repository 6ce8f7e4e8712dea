import type { Api, HttpError, HttpResponse, RequestInfo } from './api.ts'

type ErrorDescription = { readonly status: number; readonly code: string; readonly why: string }

const describe = (error: HttpError): ErrorDescription => {
  switch (error.kind) {
    case 'no_route':
      return { status: 404, code: 'route_not_found', why: 'There is no resource at this URL.' }
    case 'wrong_method':
      return { status: 405, code: 'method_not_allowed', why: 'This URL does not support the method.' }
    case 'bad_request':
      return { status: 400, code: 'request_invalid', why: error.why }
    case 'too_large':
      return { status: 413, code: 'body_too_large', why: 'The body is too large.' }
    case 'http':
      return error
    case 'internal_error':
      return {
        status: 500,
        code: 'internal_error',
        why: 'An internal error occurred; the server log has the details.',
      }
  }
}

/** Problem details (RFC 9457), for URLs outside of every API. */
const neutral = (error: HttpError, { id, shownId }: RequestInfo): HttpResponse => {
  const { status, code, why } = describe(error)
  const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')
  return {
    status,
    headers: { 'x-request-id': shownId, 'content-type': 'application/problem+json' },
    body: { type: `/problems/${code}`, title, status, detail: why, instance: id },
  }
}

/** The response to a request that reaches no handler, in the format of the API of its URL. */
export const errorResponse = (api: Api | undefined, error: HttpError, request: RequestInfo): HttpResponse => {
  const response = api ? api.renderHttpError(error, request) : neutral(error, request)
  const more = error.kind === 'http' ? error.headers : undefined
  return { ...response, headers: { ...api?.headers(request), ...more, ...response.headers } }
}
