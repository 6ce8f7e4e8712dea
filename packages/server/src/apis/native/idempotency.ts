import type { Operation } from '@muster/contract/operation.ts'
import { DomainError, type DomainErrorKind } from '../../core/kernel/domain-error.ts'
import { beginIdempotent, dropAttempt, keepAnswer } from '../../core/kernel/idempotency/idempotency-keys.ts'
import type { HttpResponse } from '../../http/api.ts'
import type { Releases } from './releases.ts'
import type { NativeVisit } from './request-context.ts'

export const idempotencyHeader = 'idempotency-key'
export const replayHeader = 'idempotent-replay'

type Asked = { readonly body: unknown }
type Handler = (ask: Asked, context: NativeVisit) => Promise<HttpResponse>

/** What is kept of an answer. */
type Kept =
  | HttpResponse
  | {
      readonly refused: {
        readonly kind: DomainErrorKind
        readonly code: string
        readonly message: string
        readonly details: Record<string, unknown>
      }
    }

/** Refusals that another try may well not meet; nothing was done, so it is free to try. */
const passing = new Set<DomainErrorKind>(['unauthenticated', 'resource_exhausted', 'unavailable'])

/** Whether repeating it is worth protecting against, and possible: who asks is known, and what is asked fits memory. */
export const mayBeIdempotent = ({ method, asks, open, takesStream, answersStream }: Operation): boolean =>
  method === 'POST' && !asks && !open && !takesStream && !answersStream

/**
 * Does the work of one `Idempotency-Key` once (draft-ietf-httpapi-idempotency-key-header), however often it is
 * asked for: repeats within a day get the same answer, with `Idempotent-Replay: true`. Faults of the server are
 * not kept.
 */
export const idempotent =
  (name: string, handler: Handler, releases: Releases): Handler =>
  async (ask, context) => {
    const key = context.header(idempotencyHeader)
    if (key === undefined) return handler(ask, context)
    const request = JSON.stringify([context.url, ask.body ?? null])
    await releases.flush()
    const begun = await context.run(beginIdempotent, { key, operation: `native.${name}`, request })
    if (begun.kind === 'again') return again(begun.answer as Kept)
    const attempt = { id: begun.id, attempt: begun.attempt }
    const keep = (answer: Kept) => releases.run(() => context.run(keepAnswer, { ...attempt, answer }))
    // Whatever the handler commits says so in the same transaction.
    const marked = {
      ...context,
      run: (operation: never, input: never) => context.run(operation, input, attempt),
    }
    try {
      const answer = await handler(ask, marked as NativeVisit)
      await keep(answer)
      return answer
    } catch (thrown) {
      if (thrown instanceof DomainError && !passing.has(thrown.kind)) {
        const { kind, code, message, details } = thrown
        await keep({ refused: { kind, code, message, details } })
      } else await releases.run(() => context.run(dropAttempt, attempt))
      throw thrown
    }
  }

const again = (kept: Kept): HttpResponse => {
  if (!('refused' in kept)) return { ...kept, headers: { ...kept.headers, [replayHeader]: 'true' } }
  const { kind, code, message, details } = kept.refused
  throw new DomainError(kind, code, message, { ...details, replayed: true })
}
