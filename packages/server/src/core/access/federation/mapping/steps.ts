import { domainError } from '../../../kernel/domain-error.ts'

/** Counts the work of one evaluation. */
export type Steps = {
  /** Rejects with `unauthenticated` when the evaluation takes more steps than it may. */
  spend(count: number): void
  spent(): number
}

export const countSteps = (most: number): Steps => {
  let spent = 0
  return {
    spend(count) {
      if (spent + count > most)
        throw domainError(
          'unauthenticated',
          'mapping_too_expensive',
          'The mapping takes too many steps for this assertion.',
        )
      spent += count
    },
    spent: () => spent,
  }
}
