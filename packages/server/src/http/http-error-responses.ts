import type { ApiDefinition, Asked, HttpError, HttpResponse } from './api.ts'

type Told = { readonly status: number; readonly code: string; readonly why: string }

const told = (fault: HttpError): Told => {
  switch (fault.kind) {
    case 'no_route':
      return { status: 404, code: 'route_not_found', why: 'There is nothing at this address.' }
    case 'wrong_method':
      return { status: 405, code: 'method_not_allowed', why: 'This address does not answer that method.' }
    case 'unreadable':
      return { status: 400, code: 'request_invalid', why: fault.why }
    case 'too_large':
      return { status: 413, code: 'body_too_large', why: 'The body is too large.' }
    case 'http':
      return fault
    case 'crashed':
      return { status: 500, code: 'internal_error', why: 'The server failed; its log has the details.' }
  }
}

/** Problem details (RFC 9457), for addresses that belong to no face. */
const neutral = (fault: HttpError, { id, shownId }: Asked): HttpResponse => {
  const { status, code, why } = told(fault)
  const title = code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')
  return {
    status,
    headers: { 'x-request-id': shownId, 'content-type': 'application/problem+json' },
    body: { type: `/problems/${code}`, title, status, detail: why, instance: id },
  }
}

/** What is answered to a request that reaches no handler, in the words of the face whose address it has. */
export const faultAnswer = (api: ApiDefinition | undefined, fault: HttpError, asked: Asked): HttpResponse => {
  const answer = api ? api.renderHttpError(fault, asked) : neutral(fault, asked)
  const more = fault.kind === 'http' ? fault.headers : undefined
  return { ...answer, headers: { ...api?.headers(asked), ...more, ...answer.headers } }
}
