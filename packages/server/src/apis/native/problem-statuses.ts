import {
  allProblemCodes,
  type ProblemCode,
  type ProblemKind,
  problemCodes,
} from '@muster/contract/native/problem-codes.ts'
import type { DomainErrorKind } from '../../core/kernel/domain-error.ts'

const statusOfKind: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  failed_precondition: 403,
  not_found: 404,
  conflict: 409,
  resource_exhausted: 429,
  unavailable: 503,
}

/** Codes whose status is more specific than the status of their kind. */
const statusOfCode: Readonly<Partial<Record<ProblemCode, number>>> = {
  version_changed: 412,
  media_type_unsupported: 415,
  idempotency_key_reused: 422,
}

export const statusOfError = (kind: DomainErrorKind, code: string): number =>
  statusOfCode[code as ProblemCode] ?? statusOfKind[kind]

export const statusOfFault: Readonly<Record<ProblemCode<'fault'>, number>> = {
  address_invalid: 400,
  body_too_large: 413,
  content_encoding_unsupported: 415,
  expectation_failed: 417,
  headers_too_large: 431,
  host_missing: 400,
  internal_error: 500,
  method_not_allowed: 405,
  request_invalid: 400,
  request_malformed: 400,
  request_timeout: 408,
  route_not_found: 404,
}

/** Every status that a response with this code can have. */
const statusesOf = (kind: ProblemKind, code: ProblemCode): readonly number[] => {
  if (kind === 'fault') return [statusOfFault[code as ProblemCode<'fault'>]]
  const status = statusOfError(kind, code)
  // A body that refers to a missing object is 400; see `unknownReference`.
  return kind === 'not_found' ? [400, status] : [status]
}

const statuses: ReadonlyMap<ProblemCode, readonly number[]> = new Map(
  (Object.keys(problemCodes) as ProblemKind[]).flatMap((kind) =>
    problemCodes[kind].map((code) => [code, statusesOf(kind, code)] as const),
  ),
)

export const statusesOfCode = (code: ProblemCode): readonly number[] => statuses.get(code) ?? []

/** The codes of each status, sorted. */
export const codesByStatus: ReadonlyMap<number, readonly ProblemCode[]> = new Map(
  [...new Set([...statuses.values()].flat())]
    .sort((a, b) => a - b)
    .map((status) => [status, allProblemCodes.filter((code) => statusesOfCode(code).includes(status))]),
)
