import type { Operation } from '@muster/contract/operation.ts'
import { DomainError, type DomainErrorKind } from '../../core/kernel/domain-error.ts'
import type { ErrorCode } from '../../core/kernel/error-codes.ts'
import { beginIdempotent, dropAttempt, keepAnswer } from '../../core/kernel/idempotency/idempotency-keys.ts'
import type { HttpResponse, UntypedHandler } from '../../http/api.ts'
import type { Releases } from './releases.ts'
import type { NativeContext } from './request-context.ts'

export const idempotencyHeader = 'idempotency-key'
export const replayHeader = 'idempotent-replay'

type Handler = UntypedHandler<NativeContext>

/**
 * The stored name of an error kind. Responses that earlier versions stored, and nodes that still run one, call
 * `failed_precondition` `barred`.
 */
type StoredKind = Exclude<DomainErrorKind, 'failed_precondition'> | 'barred'

const storedKind = (kind: DomainErrorKind): StoredKind => (kind === 'failed_precondition' ? 'barred' : kind)
const readKind = (stored: StoredKind): DomainErrorKind =>
  stored === 'barred' ? 'failed_precondition' : stored

/** A stored response; its JSON is in the database, so the names stay. */
type StoredResponse =
  | HttpResponse
  | {
      readonly refused: {
        readonly kind: StoredKind
        readonly code: string
        readonly message: string
        readonly details: Record<string, unknown>
      }
    }

/** Errors that are not stored: nothing was changed and a retry can succeed. */
const transient = new Set<DomainErrorKind>(['unauthenticated', 'resource_exhausted', 'unavailable'])

/** Whether the operation supports idempotency keys: it changes something, needs authentication and does not stream. */
export const mayBeIdempotent = ({
  method,
  readOnly,
  public: isPublic,
  requestStream,
  responseStream,
}: Operation): boolean => method === 'POST' && !readOnly && !isPublic && !requestStream && !responseStream

/**
 * Executes the work of an `Idempotency-Key` once (draft-ietf-httpapi-idempotency-key-header). Repeated requests within
 * a day get the same response, with `Idempotent-Replay: true`. Server errors are not stored.
 */
export const idempotent =
  (name: string, handler: Handler, releases: Releases): Handler =>
  async (request, context) => {
    const key = context.header(idempotencyHeader)
    if (key === undefined) return handler(request, context)
    const identity = JSON.stringify([context.url, request.body ?? null])
    await releases.flush()
    const begun = await context.run(beginIdempotent, { key, operation: `native.${name}`, request: identity })
    if (begun.kind === 'again') return replay(begun.answer as StoredResponse)
    const attempt = { id: begun.id, attempt: begun.attempt }
    const keep = (response: StoredResponse) =>
      releases.run(() => context.run(keepAnswer, { ...attempt, answer: response }))
    // Commits of the handler record the attempt in the same transaction.
    const marked = {
      ...context,
      run: (operation: never, input: never) => context.run(operation, input, attempt),
    }
    try {
      const response = await handler(request, marked as NativeContext)
      await keep(response)
      return response
    } catch (thrown) {
      if (thrown instanceof DomainError && !transient.has(thrown.kind)) {
        const { kind, code, message, details } = thrown
        await keep({ refused: { kind: storedKind(kind), code, message, details } })
      } else await releases.run(() => context.run(dropAttempt, attempt))
      throw thrown
    }
  }

const replay = (kept: StoredResponse): HttpResponse => {
  if (!('refused' in kept)) return { ...kept, headers: { ...kept.headers, [replayHeader]: 'true' } }
  const { kind, code, message, details } = kept.refused
  throw new DomainError(readKind(kind), code as ErrorCode, message, { ...details, replayed: true })
}
