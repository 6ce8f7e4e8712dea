import type { ProblemCode } from '@muster/contract/native/problem-codes.ts'
import type { FastifyRequest } from 'fastify'
import { type DomainError, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse, RequestInfo } from '../../http/api.ts'
import type { FieldError } from '../../http/field-errors.ts'
import { replayHeader } from './idempotency.ts'
import { titleOf } from './problem-codes.ts'
import { statusOfError, statusOfFault } from './problem-statuses.ts'

/** Reasons of a failed authentication that are shown; others would reveal whether a user exists (T72). */
const disclosed = new Set([
  'authentication_required',
  'session_invalid',
  'api_key_invalid',
  'sign_in_too_old',
  'password_expired',
  'factors_missing',
])
const undisclosed = {
  code: 'authentication_failed',
  message: 'The username, email or password is wrong, or this user cannot sign in now.',
}

/** The `error` of the challenge (RFC 6750; RFC 9470 for a sign-in that is too old). */
const challenges: Readonly<Record<string, string>> = {
  session_invalid: 'error="invalid_token"',
  api_key_invalid: 'error="invalid_token"',
  sign_in_too_old: 'error="insufficient_user_authentication"',
}

/** Names of fields in this API by their names in core. */
const fieldNames: Readonly<Record<string, string>> = { name: 'username' }

type More = { readonly headers?: Readonly<Record<string, string>>; readonly errors?: readonly FieldError[] }

/** A problem (RFC 9457). The title is the same for every problem of a type. */
const problem = (
  status: number,
  code: string,
  detail: string,
  { id }: Pick<RequestInfo, 'id'>,
  more: More = {},
): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/problem+json', ...more.headers },
  body: {
    type: `/problems/${code}`,
    title: titleOf(code),
    status,
    detail,
    instance: id,
    ...(more.errors && more.errors.length > 0 ? { errors: more.errors } : {}),
  },
})

const fieldErrorsOf = ({ details, message }: DomainError): readonly FieldError[] => {
  const { field, parameter, noun } = details
  if (typeof parameter === 'string') return [{ parameter, detail: message }]
  if (typeof field !== 'string') return []
  // Only the `name` of a user is called `username` here.
  const word = noun === undefined || noun === 'user' ? fieldNames[field] : undefined
  return [{ pointer: `/${word ?? field.replaceAll(' ', '_')}`, detail: message }]
}

/** The JSON pointer of a text in a body. */
const pointerTo = (text: string, value: unknown, pointer = ''): string | undefined => {
  if (value === text) return pointer
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = pointerTo(text, inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** The field of the body that refers to a missing object; undefined if the path refers to it. */
const unknownReference = (
  { kind, details, message }: DomainError,
  { params, body }: Pick<FastifyRequest, 'params' | 'body'>,
): FieldError | undefined => {
  const id = details['id']
  if (kind !== 'not_found' || typeof id !== 'string') return undefined
  if (Object.values((params as object | undefined) ?? {}).includes(id)) return undefined
  const pointer = pointerTo(id, body)
  return pointer === undefined ? undefined : { pointer, detail: message }
}

const sentence = (errors: readonly FieldError[]): string | undefined => {
  const place = (error: FieldError) => ('parameter' in error ? error.parameter : error.pointer || 'The body')
  return errors.length === 0
    ? undefined
    : `${errors.map((error) => `${place(error)} ${error.detail}`).join('; ')}.`
}

export const toErrorResponse = (error: DomainError, request: FastifyRequest): HttpResponse => {
  const { kind, code, message, details } = error
  const unknown = unknownReference(error, request)
  if (unknown) return problem(400, code, message, request, { errors: [unknown] })
  const status = statusOfError(kind, code)
  if (status === 401) {
    const { code: shown, message: why } = disclosed.has(code) ? error : undisclosed
    const challenge = ['Bearer realm="muster"', challenges[code]].filter(Boolean).join(', ')
    return problem(401, shown, why, request, { headers: { 'www-authenticate': challenge } })
  }
  if (status === 429 || code === 'idempotency_in_progress') {
    const headers = { 'retry-after': String(details['retryAfter'] ?? 1) }
    return problem(status, code, message, request, { headers })
  }
  const headers = {
    ...(details['replayed'] === true ? { [replayHeader]: 'true' } : {}),
    ...(status === 503 ? retryHeaders(error) : {}),
  }
  return problem(status, code, message, request, { headers, errors: fieldErrorsOf(error) })
}

const faultProblem = (
  code: ProblemCode<'fault'>,
  detail: string,
  request: RequestInfo,
  more?: More,
): HttpResponse => problem(statusOfFault[code], code, detail, request, more)

export const renderHttpError = (error: HttpError, request: RequestInfo): HttpResponse => {
  switch (error.kind) {
    case 'no_route':
      return faultProblem('route_not_found', 'There is no resource at this URL.', request)
    case 'wrong_method':
      return faultProblem('method_not_allowed', 'This URL does not support the method.', request, {
        headers: { allow: error.allowed.join(', ') },
      })
    case 'bad_request':
      return faultProblem('request_invalid', sentence(error.errors) ?? error.why, request, {
        errors: error.errors,
      })
    case 'too_large':
      return faultProblem('body_too_large', 'The body is too large.', request)
    case 'http':
      return problem(error.status, error.code, error.why, request)
    case 'internal_error':
      return faultProblem(
        'internal_error',
        'An internal error occurred; the server log has the details under this instance.',
        request,
      )
  }
}
