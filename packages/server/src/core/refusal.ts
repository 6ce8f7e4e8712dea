/**
 * Why an operation did not happen. A closed list: each face maps every kind to its own words, and adding
 * one here stops the faces from compiling until they have an answer for it.
 *
 * - `invalid`: the input is wrong, whoever asks
 * - `unauthenticated`: nobody proved who is asking
 * - `forbidden`: the rules do not allow this caller
 * - `barred`: the state of things does not allow it to anybody (a domain still enabled, a role immutable)
 * - `not_found`, `conflict`: what was named is missing, or is there already
 * - `too_many`: a limit on rate, number or waiting was reached
 * - `unavailable`: something the server depends on does not work now; `details.retryAfter`, in seconds, when the
 *   request may simply be repeated
 */
export const refusalKinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'barred',
  'not_found',
  'conflict',
  'too_many',
  'unavailable',
] as const

export type RefusalKind = (typeof refusalKinds)[number]

/** `code` is stable and for programs; `message` is for people and says what to do. */
export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>

  constructor(kind: RefusalKind, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message)
    this.name = 'Refusal'
    this.kind = kind
    this.code = code
    this.details = details
  }
}

export const refuse = (
  kind: RefusalKind,
  code: string,
  message: string,
  details?: Record<string, unknown>,
): Refusal => new Refusal(kind, code, message, details)

/** `notFound('user', id)`: code `user_not_found`. */
export const notFound = (noun: string, id: string): Refusal =>
  refuse(
    'not_found',
    `${noun}_not_found`,
    `Could not find ${noun.replaceAll('_', ' ')}: ${id.slice(0, 255)}.`,
    { noun, id },
  )

/** Seconds after which a request that met an unavailable dependency may be repeated. */
export const retryAfter = 2

/** The `Retry-After` of a refusal that says when to repeat the request. */
export const retryHeaders = ({ details }: Refusal): Readonly<Record<string, string>> =>
  typeof details['retryAfter'] === 'number' ? { 'retry-after': String(details['retryAfter']) } : {}

export const isRefusal = (thrown: unknown, kind?: RefusalKind): thrown is Refusal =>
  thrown instanceof Refusal && (kind === undefined || thrown.kind === kind)
