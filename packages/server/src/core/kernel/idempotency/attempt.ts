import { domainError } from '../domain-error.ts'
import type { Stores } from '../stores.ts'

/** One attempt at a request with an Idempotency-Key. */
export type Attempt = { readonly id: string; readonly attempt: string }

export const inProgress = () =>
  domainError(
    'conflict',
    'idempotency_in_progress',
    'A request with this Idempotency-Key is in progress. Try again in a few seconds.',
  )

/**
 * Marks the attempt as done in the transaction of the operation itself, so that its outcome is known even when the
 * connection breaks. Rejects with `conflict` when another attempt has replaced this one.
 */
export const markDone = async (
  { id, attempt }: Attempt,
  { storedResponses: keptAnswers }: Pick<Stores, 'storedResponses'>,
) => {
  if (!(await keptAnswers.markDone(id, attempt))) throw inProgress()
}
