import { filterTooExpensive } from '../../kernel/filters/search-errors.ts'
import type { Ports } from '../../kernel/ports.ts'

/** Maximum number of steps of one list. */
export const mostSteps = 1_000_000
/** Steps, some milliseconds of work, before other requests get a turn. */
const stepsPerTurn = 500

/** The work budget of one list: yields to other requests, and rejects with `filter_too_expensive` beyond its limit. */
export type ListWork = {
  /** Counts steps. Await the returned promise, if any: it gives other requests a turn. */
  readonly did: (steps: number) => Promise<void> | undefined
}

export const listWork = ({ nextTurn }: Pick<Ports, 'nextTurn'>, most = mostSteps): ListWork => {
  let [all, turn] = [0, 0]
  return {
    did(steps) {
      all += steps
      turn += steps
      if (all > most) throw filterTooExpensive()
      if (turn < stepsPerTurn) return undefined
      turn = 0
      return nextTurn()
    },
  }
}
