import type { KnownCaller } from '../caller.ts'
import { requireCaller } from '../caller.ts'
import { domainError } from '../domain-error.ts'
import { toHex } from '../encodings.ts'
import { command, type OperationContext } from '../operation.ts'
import { type Attempt, inProgress } from './attempt.ts'

export type OnceRequest = {
  /** As the client chose it. */
  readonly key: string
  /** The name of the operation; keys are separate per operation. */
  readonly operation: string
  /** The request content, which must be the same when the key is used again. */
  readonly request: string
}

/** `first`: the request must be processed; `again`: the stored response. */
export type Begun =
  | { readonly kind: 'first'; readonly id: string; readonly attempt: string }
  | { readonly kind: 'again'; readonly answer: unknown }

/** Milliseconds for which a key and its response are stored. */
export const responseLifetime = 86_400_000

/** Milliseconds after which an attempt without a response counts as failed. */
const attemptTimeout = 300_000

/** Printable ASCII. */
const validKey = /^[\x20-\x7e]{1,255}$/

/**
 * Begins a request, unless a request with the same key began within the last day. Rejects with `invalid` for a malformed
 * key and for a key used with different content, and with `conflict` while the first request is in progress or when it
 * was done and its response is lost. A first request that committed nothing releases the key.
 */
export const beginIdempotent = command({
  access: 'authenticated',
  isolation: 'read committed',
  prepare: async ({ key }: OnceRequest) => {
    if (!validKey.test(key))
      throw domainError(
        'invalid',
        'idempotency_key_invalid',
        'An Idempotency-Key must have 1 to 255 printable ASCII characters.',
      )
  },
  apply: async ({ key, operation, request }, { caller, stores, ports, now }): Promise<Begun> => {
    const knownCaller = requireCaller(caller)
    const digest = (parts: readonly string[]) => toHex(ports.digests.sha256(JSON.stringify(parts)))
    const attempt = ports.newId()
    const id = digest([...chain(knownCaller), ...authority(knownCaller), operation, key])
    const requestDigest = digest([request])
    const before = await stores.storedResponses.begin(
      { id, userId: knownCaller.userId, request: requestDigest, begunAt: now, attempt },
      now - responseLifetime,
    )
    if (before === undefined) return { kind: 'first', id, attempt }
    if (before.request !== requestDigest)
      throw domainError(
        'invalid',
        'idempotency_key_reused',
        'This Idempotency-Key was already used for a different request. Use a new key.',
      )
    if (before.response !== null) return { kind: 'again', answer: opened(id, before.response, ports) }
    if (before.progress !== 'ended' && now - before.begunAt < attemptTimeout) throw inProgress()
    const freed = { id, attempt: before.attempt }
    if (before.progress === 'begun' && (await stores.storedResponses.takeOver(freed, attempt, now)))
      return { kind: 'first', id, attempt }
    throw domainError(
      'conflict',
      'idempotency_outcome_unknown',
      'The request with this Idempotency-Key was processed, at least in part, but its response is lost. Check the result before repeating the request with a new key.',
    )
  },
})

/** Each delegation has its own keys: a response to the delegator may contain more than the delegation allows. */
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
 * A different scope or different roles make it a different request, so that the rule decides again instead of the stored
 * response being returned.
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
  if (stored.id !== id) throw new Error('stored response belongs to a different request')
  return stored.answer
}

/** Stores the response as sealed JSON for repetitions of the request. */
export const keepAnswer = command({
  access: 'authenticated',
  isolation: 'read committed',
  apply: ({ id, attempt, answer }: Attempt & { readonly answer: unknown }, { stores, ports }) =>
    stores.storedResponses.storeResponse(id, attempt, sealed(id, answer, ports)),
})

/** Ends an attempt without a response: the key is released unless the attempt committed something. */
export const dropAttempt = command({
  access: 'authenticated',
  isolation: 'read committed',
  apply: ({ id, attempt }: Attempt, { stores }) => stores.storedResponses.abandon(id, attempt),
})
