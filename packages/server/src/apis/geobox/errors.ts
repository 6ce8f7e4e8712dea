import { type DomainError, type DomainErrorKind, retryHeaders } from '../../core/kernel/domain-error.ts'
import type { HttpError, HttpResponse } from '../../http/api.ts'
import type { FieldError } from '../../http/field-errors.ts'

/**
 * geobox.md section 6. The client knows 401, 403, 404, 422 and 500; anything else, 400, 405, 409, 413, 429 and 503
 * among them, it takes for success.
 */
const statusOf: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  failed_precondition: 403,
  not_found: 404,
  conflict: 422,
  resource_exhausted: 403,
  unavailable: 500,
}

/** Barred by what was asked for, not by who asks. */
const statusOfCode: Readonly<Record<string, number>> = { status_step_barred: 422, invited_program: 422 }

/** Reasons that whoever fails to prove itself may hear; all others would tell a stranger about users (T72). */
const told = new Set(['authentication_required', 'password_expired', 'factors_missing'])

/** Core's names of fields in this face's words. */
const words: Readonly<Record<string, string>> = {
  name: 'username',
  given_name: 'first_name',
  family_name: 'last_name',
  phone_number: 'mobile',
  domain_role: 'role',
  expires_at: 'expiration_date',
  color: 'plan_color',
}
/** The same for things that are no users. */
const ownWords = new Set(['plan', 'application credential'])

type Entry = { readonly loc: readonly string[]; readonly msg: string; readonly type: string }
type Detail = string | readonly Entry[]

const answer = (
  status: number,
  detail: Detail,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers,
  body: { detail },
})

const entry = (place: 'body' | 'query', name: string, msg: string, type: string): Entry => ({
  loc: [place, ...name.split('/').filter((part) => part !== '')],
  msg,
  type,
})

const detailOf = ({ code, message, details }: DomainError): Detail => {
  const { field, parameter, noun } = details
  if (typeof parameter === 'string') return [entry('query', parameter, message, code)]
  if (typeof field !== 'string') return message
  const name = typeof noun === 'string' && ownWords.has(noun) ? field : (words[field] ?? field)
  return [entry('body', name, message, code)]
}

export const refused = (error: DomainError): HttpResponse => {
  const { kind, code, message } = error
  switch (kind) {
    case 'unauthenticated': {
      const why = told.has(code) ? message : 'The username, the password, the token or the key is not right.'
      return answer(401, why, { 'www-authenticate': 'Bearer realm="muster"' })
    }
    case 'resource_exhausted':
    case 'unavailable':
      return answer(statusOf[kind], message, retryHeaders(error))
    case 'invalid':
    case 'conflict':
      return answer(statusOf[kind], detailOf(error))
    default:
      return answer(statusOfCode[code] ?? statusOf[kind], message)
  }
}

const entryOf = (wrong: FieldError): Entry =>
  'parameter' in wrong
    ? entry('query', wrong.parameter, wrong.detail, 'value_error')
    : entry('body', wrong.pointer.slice(1), wrong.detail, 'value_error')

export const renderHttpError = (fault: HttpError): HttpResponse => {
  switch (fault.kind) {
    case 'no_route':
    case 'wrong_method':
      return answer(404, 'There is nothing at this address for that method.')
    case 'unreadable':
      return answer(422, fault.wrongs.length > 0 ? fault.wrongs.map(entryOf) : fault.why)
    case 'too_large':
      return answer(422, 'The body is too large.')
    case 'http':
      return answer(422, fault.why)
    case 'crashed':
      return answer(500, 'The server failed; its log has more.')
  }
}
