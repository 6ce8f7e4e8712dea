import { AsyncLocalStorage } from 'node:async_hooks'
import { filterTooExpensive, searchAbandoned } from '../../core/kernel/filters/search-errors.ts'

/** One list or search: how many milliseconds databases may still work on it, and whether its client still waits. */
export type Question = { left: number; readonly signal: AbortSignal | undefined }

const questions = new AsyncLocalStorage<Question>()

/** Runs `work` as one question: every statement of it takes from the same time. */
export const asQuestion = <T>(question: Question, work: () => Promise<T>): Promise<T> =>
  questions.run(question, work)

/**
 * Runs one statement of the current question, if it has time left; `run` answers how many milliseconds the database
 * worked on it. Outside of a question there is no limit.
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
