import { domainError } from '../domain-error.ts'
import type { Stores } from '../stores.ts'

/** One try at a request that came with an Idempotency-Key. */
export type Attempt = { readonly id: string; readonly attempt: string }

export const inProgress = () =>
  domainError(
    'conflict',
    'idempotency_in_progress',
    'A request with this Idempotency-Key is under way: try again in a moment.',
  )

/**
 * Notes in the transaction of the work itself that the work is done: whether it was shows afterwards, even where its
 * connection broke. Rejects with `conflict` when another attempt has taken the place of this one.
 */
export const markDone = async ({ id, attempt }: Attempt, { keptAnswers }: Pick<Stores, 'keptAnswers'>) => {
  if (!(await keptAnswers.markDone(id, attempt))) throw inProgress()
}
