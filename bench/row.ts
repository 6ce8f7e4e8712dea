import type { BenchWorker } from './answers.ts'
import type { Database } from './muster.ts'
import type { Target } from './target.ts'

/** The context of a measurement. */
export type Bench = {
  readonly database: Database
  readonly rounds: number
  readonly seconds: number
  /** Reduced sizes, to check that a row works. */
  readonly quick: boolean
  /** The Muster that rows share, started on first use. */
  readonly muster: () => Promise<Target>
  readonly peer: Target | undefined
  readonly load: BenchWorker
  readonly note: (text: string) => void
}

/** One line of the table; cells are formatted text. */
export type Line = {
  readonly name: string
  readonly baseline?: string
  readonly muster: string
  readonly ratio?: string
  readonly target?: string
  readonly met?: boolean
  readonly p50?: string
  readonly p99?: string
  readonly cpu?: string
  readonly peer?: string
}

/** One measurement and its baseline. */
export type Row = {
  readonly name: string
  readonly about: string
  readonly baseline: string
  /** Takes minutes: skipped unless the row is named. */
  readonly onlyWhenNamed?: boolean
  readonly measure: (bench: Bench) => Promise<readonly Line[]>
}
