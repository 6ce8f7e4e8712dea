import { filterTooExpensive } from '../../kernel/filters/search-errors.ts'
import type { Ports } from '../../kernel/ports.ts'

/** Steps of one list at most. */
export const mostSteps = 1_000_000
/** Steps between two turns of other requests: some milliseconds. */
const stepsOfTurn = 500

/** The computing of one list: others have their turns in between, and what exceeds `most` steps is refused. */
export type ListWork = {
  /** Counts steps; where it answers a promise, others wait for their turn. */
  readonly did: (steps: number) => Promise<void> | undefined
}

export const listWork = ({ nextTurn }: Pick<Ports, 'nextTurn'>, most = mostSteps): ListWork => {
  let [all, turn] = [0, 0]
  return {
    did(steps) {
      all += steps
      turn += steps
      if (all > most) throw filterTooExpensive()
      if (turn < stepsOfTurn) return undefined
      turn = 0
      return nextTurn()
    },
  }
}
