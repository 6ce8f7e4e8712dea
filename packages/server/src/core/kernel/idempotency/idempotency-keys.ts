import type { KnownCaller } from '../caller.ts'
import { requireCaller } from '../caller.ts'
import { cleanUpBatch } from '../clean-up.ts'
import { domainError } from '../domain-error.ts'
import { toHex } from '../encodings.ts'
import { command, type OperationContext } from '../operation.ts'
import { type Attempt, inProgress } from './attempt.ts'

export type OnceRequest = {
  /** As the client chose it. */
  readonly key: string
  /** What is asked for: the same key means something else for another operation. */
  readonly operation: string
  /** Everything that must be the same when the key comes again. */
  readonly request: string
}

/** The first of its key: the work is to be done. Else what was answered then. */
export type Begun =
  | { readonly kind: 'first'; readonly id: string; readonly attempt: string }
  | { readonly kind: 'again'; readonly answer: unknown }

const day = 86_400_000

/** Milliseconds after which an attempt without an answer will never have one: its process has died. */
const attemptTimeout = 300_000

/** Printable ASCII. */
const validKey = /^[\x20-\x7e]{1,255}$/

/**
 * Marks a request as begun, unless one with its key was begun within the last day. Rejects with `invalid` for a key that
 * cannot be or that came with something else, `conflict` while the first one is under way, and for good when it was
 * done and its answer is lost. A first one that came to nothing frees the key.
 */
export const beginIdempotent = command({
  rule: 'known',
  isolation: 'read committed',
  prepare: async ({ key }: OnceRequest) => {
    if (!validKey.test(key))
      throw domainError(
        'invalid',
        'idempotency_key_invalid',
        'An Idempotency-Key is 1 to 255 printable characters of ASCII.',
      )
  },
  apply: async ({ key, operation, request }, { caller, stores, ports, now }): Promise<Begun> => {
    const knownCaller = requireCaller(caller)
    const digest = (parts: readonly string[]) => toHex(ports.digests.sha256(JSON.stringify(parts)))
    const attempt = ports.newId()
    const id = digest([...chain(knownCaller), ...authority(knownCaller), operation, key])
    const requestDigest = digest([request])
    const before = await stores.keptAnswers.begin(
      { id, userId: knownCaller.userId, request: requestDigest, begunAt: now, attempt },
      now - day,
    )
    if (before === undefined) return { kind: 'first', id, attempt }
    if (before.request !== requestDigest)
      throw domainError(
        'invalid',
        'idempotency_key_reused',
        'This Idempotency-Key came with another request before: take a new one.',
      )
    if (before.answer !== null) return { kind: 'again', answer: opened(id, before.answer, ports) }
    if (before.progress !== 'ended' && now - before.begunAt < attemptTimeout) throw inProgress()
    const freed = { id, attempt: before.attempt }
    if (before.progress === 'begun' && (await stores.keptAnswers.takeOver(freed, attempt, now)))
      return { kind: 'first', id, attempt }
    throw domainError(
      'conflict',
      'idempotency_outcome_unknown',
      'The request with this Idempotency-Key was carried out, at least in part, but its answer is lost: look at the result before you repeat it with a new key.',
    )
  },
})

/** Authority that was lent is somebody of its own: answers to its lender may hold more than it was lent. */
const chain = ({ userId, chain: { delegation } }: KnownCaller): readonly string[] => {
  switch (delegation.kind) {
    case 'none':
      return [userId]
    case 'application_credential':
      return [userId, delegation.kind, delegation.id]
    case 'trust':
      return [userId, delegation.kind, delegation.trustId]
    case 'oauth1':
      return [userId, delegation.kind, delegation.accessTokenId]
  }
}

/**
 * Another scope or other roles make another request of it: it is not answered from what the caller could do before, the
 * rule decides again.
 */
const authority = ({ scope, roles }: KnownCaller): readonly string[] => [
  JSON.stringify(scope),
  ...roles.map(({ id }) => id).sort(),
]

const purpose = 'kept-answer'

const sealed = (id: string, answer: unknown, { sealing }: Pick<OperationContext['ports'], 'sealing'>) =>
  sealing.seal(purpose, JSON.stringify({ id, answer }))

const opened = (
  id: string,
  text: string,
  { sealing }: Pick<OperationContext['ports'], 'sealing'>,
): unknown => {
  const stored: { id: string; answer: unknown } = JSON.parse(sealing.open(purpose, text))
  if (stored.id !== id) throw new Error('A kept answer belongs to another request.')
  return stored.answer
}

/** Keeps the answer, as JSON can hold it, for whoever repeats the request. Secrets are sealed. */
export const keepAnswer = command({
  rule: 'known',
  isolation: 'read committed',
  apply: ({ id, attempt, answer }: Attempt & { readonly answer: unknown }, { stores, ports }) =>
    stores.keptAnswers.keep(id, attempt, sealed(id, answer, ports)),
})

/** The attempt ended without an answer: the key is free again unless something of it was committed. */
export const dropAttempt = command({
  rule: 'known',
  isolation: 'read committed',
  apply: ({ id, attempt }: Attempt, { stores }) => stores.keptAnswers.drop(id, attempt),
})

export const purgeExpiredResponses = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: object, { stores, now }): Promise<number> =>
    stores.keptAnswers.sweep(now - day, cleanUpBatch),
})
