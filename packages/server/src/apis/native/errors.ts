import type { ProblemCode } from '@muster/contract/native/problem-codes.ts'
import type { FastifyRequest } from 'fastify'
import { type DomainError, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { Asked, HttpError, HttpResponse } from '../../http/api.ts'
import type { FieldError } from '../../http/field-errors.ts'
import { replayHeader } from './idempotency.ts'
import { titleOf } from './problem-codes.ts'
import { statusOfFault, statusOfRefusal } from './problem-statuses.ts'

/** Reasons that whoever fails to prove itself may hear; all others would tell a stranger about users (T72). */
const told = new Set([
  'authentication_required',
  'session_invalid',
  'api_key_invalid',
  'password_expired',
  'factors_missing',
])
const untold = {
  code: 'authentication_failed',
  message: 'The name, the address or the password is not right, or this user may not sign in now.',
}

/** Core's names of fields in this face's words. */
const words: Readonly<Record<string, string>> = { name: 'username' }

type More = { readonly headers?: Readonly<Record<string, string>>; readonly errors?: readonly FieldError[] }

/** RFC 9457. The title is the same for every problem of a type. */
const problem = (
  status: number,
  code: string,
  detail: string,
  { id }: Pick<Asked, 'id'>,
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

const wrongOf = ({ details, message }: DomainError): readonly FieldError[] => {
  const { field, parameter, noun } = details
  if (typeof parameter === 'string') return [{ parameter, detail: message }]
  if (typeof field !== 'string') return []
  // What everybody else calls a name is a user's username.
  const word = noun === undefined || noun === 'user' ? words[field] : undefined
  return [{ pointer: `/${word ?? field.replaceAll(' ', '_')}`, detail: message }]
}

/** Where in a body a text stands. */
const pointerTo = (text: string, value: unknown, pointer = ''): string | undefined => {
  if (value === text) return pointer
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, inner] of Object.entries(value)) {
    const found = pointerTo(text, inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** The place of the body that names what is not there. What the path names, the path is wrong about. */
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

const sentence = (wrongs: readonly FieldError[]): string | undefined => {
  const place = (wrong: FieldError) => ('parameter' in wrong ? wrong.parameter : wrong.pointer || 'The body')
  return wrongs.length === 0
    ? undefined
    : `${wrongs.map((wrong) => `${place(wrong)} ${wrong.detail}`).join('; ')}.`
}

export const refused = (error: DomainError, request: FastifyRequest): HttpResponse => {
  const { kind, code, message, details } = error
  const unknown = unknownReference(error, request)
  if (unknown) return problem(400, code, message, request, { errors: [unknown] })
  const status = statusOfRefusal(kind, code)
  if (status === 401) {
    const { code: shown, message: why } = told.has(code) ? error : untold
    const challenge =
      code === 'session_invalid' || code === 'api_key_invalid'
        ? 'Bearer realm="muster", error="invalid_token"'
        : 'Bearer realm="muster"'
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
  return problem(status, code, message, request, { headers, errors: wrongOf(error) })
}

const faultProblem = (
  code: ProblemCode<'fault'>,
  detail: string,
  request: Asked,
  more?: More,
): HttpResponse => problem(statusOfFault[code], code, detail, request, more)

export const renderHttpError = (fault: HttpError, request: Asked): HttpResponse => {
  switch (fault.kind) {
    case 'no_route':
      return faultProblem('route_not_found', 'There is nothing at this address.', request)
    case 'wrong_method':
      return faultProblem('method_not_allowed', 'This address does not answer that method.', request, {
        headers: { allow: fault.allowed.join(', ') },
      })
    case 'unreadable':
      return faultProblem('request_invalid', sentence(fault.wrongs) ?? fault.why, request, {
        errors: fault.wrongs,
      })
    case 'too_large':
      return faultProblem('body_too_large', 'The body is too large.', request)
    case 'http':
      return problem(fault.status, fault.code, fault.why, request)
    case 'crashed':
      return faultProblem(
        'internal_error',
        'The server failed; its log has the details under this instance.',
        request,
      )
  }
}
