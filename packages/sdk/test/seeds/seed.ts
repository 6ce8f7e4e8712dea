/** An operation that a seed document describes, and where the SDK has it. */
export type SeedOperation = {
  /** The name in the seed, such as `AsyncUsersManager.create`. */
  readonly name: string
  /** The path of the method or property in the client of the SDK, such as `users.create`. */
  readonly implementation: string
}

export type Seed = {
  /** The number of the seed document. */
  readonly seed: string
  /** How many operations the seed describes. */
  readonly count: number
  /** The page in docs/sdk that has an entry for each name. */
  readonly page: string
  readonly operations: readonly SeedOperation[]
}

/** The operations of the seed that a suite did not call. */
export const notExercised = ({ operations }: Seed, called: ReadonlySet<string>): readonly string[] =>
  operations.filter(({ implementation }) => !called.has(implementation)).map(({ name }) => name)
