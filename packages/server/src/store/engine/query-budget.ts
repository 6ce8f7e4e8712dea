import { AsyncLocalStorage } from 'node:async_hooks'
import { filterTooExpensive, searchAbandoned } from '../../core/kernel/filters/search-errors.ts'

/** The budget of one list or search: remaining milliseconds of database time, and a signal for a disconnected client. */
export type Question = { left: number; readonly signal: AbortSignal | undefined }

const questions = new AsyncLocalStorage<Question>()

/** Runs `work` with one budget for all of its statements. */
export const asQuestion = <T>(question: Question, work: () => Promise<T>): Promise<T> =>
  questions.run(question, work)

/**
 * Runs one statement within the current budget if it has time left; `run` returns the milliseconds that the database
 * worked. Without a budget there is no limit.
 */
export const withinQuestion = async <T>(
  run: (question: Question) => Promise<{ readonly value: T; readonly took: number }>,
): Promise<T> => {
  const question = questions.getStore() ?? { left: Number.POSITIVE_INFINITY, signal: undefined }
  if (question.signal?.aborted) throw searchAbandoned()
  if (question.left <= 0) throw filterTooExpensive()
  const { value, took } = await run(question)
  question.left -= took
  if (question.signal?.aborted) throw searchAbandoned()
  return value
}
