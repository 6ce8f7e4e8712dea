import type { Database } from '../muster.ts'

/** The parameters of a part. */
export type Torture = {
  readonly database: Database
  /** Maximum number of repetitions. */
  readonly times: number
  /** Maximum duration of the part. */
  readonly seconds: number
  /** True once the time of the part is over; it finishes the current step and stops. */
  readonly over: () => boolean
  /** A number in [0, 1), determined by the seed. */
  readonly random: () => number
  /** Rows that a part fills a database with. */
  readonly users: number | undefined
  /** A folder with an older version of the project, for parts that run one. */
  readonly old: string | undefined
  readonly printError: (text: string) => void
}

export type Outcome = {
  readonly figures: Readonly<Record<string, string | number>>
  /** The faults, one line each. */
  readonly failures: readonly string[]
}

/** A test of one kind of fault. A new part is a file in `parts/` and one line in `parts/all.ts`. */
export type Part = {
  readonly name: string
  readonly about: string
  readonly databases: readonly Database[]
  /** Repetitions unless `--times` says otherwise. */
  readonly times: number
  /** True for a part that runs only when its name is given. */
  readonly onlyWhenNamed?: boolean
  readonly run: (torture: Torture) => Promise<Outcome>
}
