import type { Database } from '../muster.ts'

/** What a part is asked to do, and how much of it. */
export type Torture = {
  readonly database: Database
  /** Repetitions at most. */
  readonly times: number
  /** Longest time of the part. */
  readonly seconds: number
  /** True once the time of the part is over: it finishes what it is doing and stops. */
  readonly over: () => boolean
  /** A number from 0 up to 1; the same seed gives the same numbers. */
  readonly random: () => number
  /** Rows that a part fills a database with. */
  readonly users: number | undefined
  /** A folder with an older version of the project, for parts that run one. */
  readonly old: string | undefined
  readonly tell: (text: string) => void
}

export type Outcome = {
  readonly figures: Readonly<Record<string, string | number>>
  /** What went wrong, one line each; empty: nothing. */
  readonly failures: readonly string[]
}

/** One kind of fault. A new part is a file in `parts/` and one line in `parts/all.ts`. */
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
