import { allProblemCodes, type ProblemCode } from '@muster/contract/native/problem-codes.ts'
import { statusesOfCode } from '../problem-statuses.ts'
import type { NamedOperation } from './api-document.ts'

const known: ReadonlySet<string> = new Set(allProblemCodes)

/** The codes that every operation with the status can respond with. */
const commonCodes: Readonly<Record<string, readonly ProblemCode[]>> = {
  400: ['request_invalid'],
  401: ['authentication_required', 'session_invalid', 'api_key_invalid'],
  403: ['forbidden_by_rule'],
  412: ['version_changed'],
  413: ['body_too_large'],
  415: ['media_type_unsupported'],
  422: ['idempotency_key_reused'],
  429: ['rate_limited'],
  500: ['internal_error'],
  503: ['database_unavailable', 'outcome_unknown'],
}

const listCodes: readonly ProblemCode[] = ['cursor_invalid']
const repeatedCodes: readonly ProblemCode[] = ['idempotency_in_progress', 'idempotency_outcome_unknown']

export type OperationError = { readonly status: string; readonly codes: readonly string[] }

/** The error statuses of an operation with the codes that its description names and those of every operation. */
export const errorsOf = ({
  description,
  requestBody,
  responses,
  parameters = [],
  security,
}: NamedOperation): readonly OperationError[] => {
  const named = [...description.matchAll(/`(\w+)`/g)]
    .map(([, code = '']) => code)
    .filter((code) => known.has(code))
  const isPublic = security?.length === 0
  return Object.entries(responses)
    .filter(([, { $ref }]) => $ref !== undefined)
    .map(([status]) => {
      const own = named.filter((code) => {
        const statuses = statusesOfCode(code as ProblemCode)
        // A missing object is 400 only if the body refers to it.
        const isOfPath = status === '400' && statuses.includes(404) && requestBody === undefined
        return statuses.includes(Number(status)) && !isOfPath
      })
      const paged = status === '400' && parameters.some(({ name }) => name === 'cursor') ? listCodes : []
      const repeated = status === '409' && parameters.some(({ name }) => name === 'Idempotency-Key')
      const common = isPublic && status === '401' ? [] : (commonCodes[status] ?? [])
      return {
        status,
        codes: [...new Set([...own, ...paged, ...(repeated ? repeatedCodes : []), ...common])],
      }
    })
}
