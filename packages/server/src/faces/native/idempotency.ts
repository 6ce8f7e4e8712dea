import type { Operation } from '@muster/contract/operation.ts'
import { beginOnce, dropAttempt, keepAnswer } from '../../core/idempotency/answer-once.ts'
import { Refusal, type RefusalKind } from '../../core/refusal.ts'
import type { Plain } from '../../http/face.ts'
import type { Releases } from './releases.ts'
import type { NativeVisit } from './visit.ts'

export const idempotencyHeader = 'idempotency-key'
export const replayHeader = 'idempotent-replay'

type Asked = { readonly body: unknown }
type Handler = (ask: Asked, visit: NativeVisit) => Promise<Plain>

/** What is kept of an answer. */
type Kept =
  | Plain
  | {
      readonly refused: {
        readonly kind: RefusalKind
        readonly code: string
        readonly message: string
        readonly details: Record<string, unknown>
      }
    }

/** Refusals that another try may well not meet; nothing was done, so it is free to try. */
const passing = new Set<RefusalKind>(['unauthenticated', 'too_many', 'unavailable'])

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
  async (ask, visit) => {
    const key = visit.header(idempotencyHeader)
    if (key === undefined) return handler(ask, visit)
    const request = JSON.stringify([visit.url, ask.body ?? null])
    await releases.flush()
    const begun = await visit.run(beginOnce, { key, operation: `native.${name}`, request })
    if (begun.kind === 'again') return again(begun.answer as Kept)
    const attempt = { id: begun.id, attempt: begun.attempt }
    const keep = (answer: Kept) => releases.run(() => visit.run(keepAnswer, { ...attempt, answer }))
    // Whatever the handler commits says so in the same transaction.
    const marked = { ...visit, run: (operation: never, input: never) => visit.run(operation, input, attempt) }
    try {
      const answer = await handler(ask, marked as NativeVisit)
      await keep(answer)
      return answer
    } catch (thrown) {
      if (thrown instanceof Refusal && !passing.has(thrown.kind)) {
        const { kind, code, message, details } = thrown
        await keep({ refused: { kind, code, message, details } })
      } else await releases.run(() => visit.run(dropAttempt, attempt))
      throw thrown
    }
  }

const again = (kept: Kept): Plain => {
  if (!('refused' in kept)) return { ...kept, headers: { ...kept.headers, [replayHeader]: 'true' } }
  const { kind, code, message, details } = kept.refused
  throw new Refusal(kind, code, message, { ...details, replayed: true })
}
