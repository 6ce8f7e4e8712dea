/**
 * Why an operation did not happen. A closed list: each face maps every kind to its own words, and adding
 * one here stops the faces from compiling until they have an answer for it.
 *
 * - `invalid`: the input is wrong, whoever asks
 * - `unauthenticated`: nobody proved who is asking
 * - `forbidden`: the rules do not allow this caller
 * - `failed_precondition`: the state of things does not allow it to anybody (a domain still enabled, a role immutable)
 * - `not_found`, `conflict`: what was named is missing, or is there already
 * - `resource_exhausted`: a limit on rate, number or waiting was reached
 * - `unavailable`: something the server depends on does not work now; `details.retryAfter`, in seconds, when the
 *   request may simply be repeated
 */
export const refusalKinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'failed_precondition',
  'not_found',
  'conflict',
  'resource_exhausted',
  'unavailable',
] as const

export type DomainErrorKind = (typeof refusalKinds)[number]

/** `code` is stable and for programs; `message` is for people and says what to do. */
export class DomainError extends Error {
  readonly kind: DomainErrorKind
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(kind: DomainErrorKind, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'Refusal'
    this.kind = kind
    this.code = code
    this.details = details
  }
}

export const domainError = (
  kind: DomainErrorKind,
  code: string,
  message: string,
  details?: Record<string, unknown>,
): DomainError => new DomainError(kind, code, message, details)

/** `notFound('user', id)`: code `user_not_found`. */
export const notFound = (noun: string, id: string): DomainError =>
  domainError(
    'not_found',
    `${noun}_not_found`,
    `Could not find ${noun.replaceAll('_', ' ')}: ${id.slice(0, 255)}.`,
    { noun, id },
  )

/** Seconds after which a request that met an unavailable dependency may be repeated. */
export const retryAfter = 2

/** The `Retry-After` of an error that says when to repeat the request. */
export const retryHeaders = ({ details }: DomainError): Readonly<Record<string, string>> =>
  typeof details['retryAfter'] === 'number' ? { 'retry-after': String(details['retryAfter']) } : {}

export const isDomainError = (thrown: unknown, kind?: DomainErrorKind): thrown is DomainError =>
  thrown instanceof DomainError && (kind === undefined || thrown.kind === kind)
