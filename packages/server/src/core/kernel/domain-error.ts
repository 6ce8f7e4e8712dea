import type { ErrorCode, MissingNoun } from './error-codes.ts'

/**
 * The kinds of domain errors. A closed list: each API maps every kind to a response, and does not compile with a kind
 * that it does not map.
 *
 * - `invalid`: the input is invalid for every caller
 * - `unauthenticated`: the caller is not authenticated
 * - `forbidden`: the rules do not allow the operation for this caller
 * - `failed_precondition`: the state of the system does not allow the operation for any caller (a domain is still
 *   enabled, a role is immutable)
 * - `not_found`: a named object does not exist
 * - `conflict`: an object already exists or has changed
 * - `resource_exhausted`: a rate, a quota or a queue is at its limit
 * - `unavailable`: a dependency of the server does not work; `details.retryAfter`, in seconds, when the request can be
 *   repeated unchanged
 */
export const domainErrorKinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'failed_precondition',
  'not_found',
  'conflict',
  'resource_exhausted',
  'unavailable',
] as const

export type DomainErrorKind = (typeof domainErrorKinds)[number]

/** `code` is stable and for programs; `message` is for people and says what is wrong and what to do. */
export class DomainError extends Error {
  readonly kind: DomainErrorKind
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    kind: DomainErrorKind,
    code: ErrorCode,
    message: string,
    details: Record<string, unknown> = {},
  ) {
    super(message)
    this.name = 'DomainError'
    this.kind = kind
    this.code = code
    this.details = details
  }
}

export const domainError = <Kind extends DomainErrorKind>(
  kind: Kind,
  code: ErrorCode<Kind>,
  message: string,
  details?: Record<string, unknown>,
): DomainError => new DomainError(kind, code, message, details)

/** `notFound('user', id)`: code `user_not_found`. */
export const notFound = (noun: MissingNoun, id: string): DomainError =>
  domainError(
    'not_found',
    `${noun}_not_found`,
    `Could not find ${noun.replaceAll('_', ' ')}: ${id.slice(0, 255)}.`,
    { noun, id },
  )

/** Seconds after which a request that failed with `unavailable` can be repeated. */
export const retryAfter = 2

/** The header `Retry-After` of an error with `details.retryAfter`. */
export const retryHeaders = ({ details }: DomainError): Readonly<Record<string, string>> =>
  typeof details['retryAfter'] === 'number' ? { 'retry-after': String(details['retryAfter']) } : {}

export const isDomainError = <Kind extends DomainErrorKind = DomainErrorKind>(
  thrown: unknown,
  kind?: Kind,
): thrown is DomainError & { readonly kind: Kind; readonly code: ErrorCode<Kind> } =>
  thrown instanceof DomainError && (kind === undefined || thrown.kind === kind)
