import { domainError } from '../../core/kernel/domain-error.ts'
import { searchAbandoned } from '../../core/kernel/filters/search-errors.ts'
import type { Search, Stores } from '../../core/kernel/stores.ts'
import { asQuestion } from '../engine/query-budget.ts'

/** Maximum number of concurrent lists of one caller; others wait. */
const atOnce = 2
/** Maximum number of waiting lists of one caller. */
const mostWaiting = 200

export type SearchOptions = {
  /** Maximum milliseconds of database time for one list. */
  readonly searchTimeLimit?: number | undefined
}

type Line = { running: number; readonly waiting: (() => void)[] }

/**
 * The `search` of a store: each list has its own budget, and a caller has at most two running lists, so that one caller
 * cannot take all search capacity.
 */
export const searchLines = (stores: Stores, { searchTimeLimit = 5000 }: SearchOptions): Search => {
  const lines = new Map<string, Line>()

  const enter = async (by: string): Promise<Line> => {
    const line = lines.get(by) ?? { running: 0, waiting: [] }
    lines.set(by, line)
    if (line.running < atOnce) line.running++
    else {
      if (line.waiting.length >= mostWaiting)
        throw domainError(
          'resource_exhausted',
          'too_many_searches',
          'Too many lists are requested at once. Try again later.',
        )
      await new Promise<void>((resolve) => line.waiting.push(resolve))
    }
    return line
  }
  const leave = (by: string, line: Line) => {
    const next = line.waiting.shift()
    if (next) return next()
    line.running--
    if (line.running === 0) lines.delete(by)
  }

  return async (work, { by, signal }) => {
    const line = await enter(by)
    try {
      if (signal?.aborted) throw searchAbandoned()
      return await asQuestion({ left: searchTimeLimit, signal }, async () => work(stores))
    } finally {
      leave(by, line)
    }
  }
}
