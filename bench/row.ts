import type { Answering } from './answers.ts'
import type { Database } from './muster.ts'
import type { Place } from './target.ts'

/** What every row may use. */
export type Bench = {
  readonly database: Database
  readonly rounds: number
  readonly seconds: number
  /** Less of everything, to see that a row works. */
  readonly quick: boolean
  /** The Muster that rows share, started when first asked for. */
  readonly muster: () => Promise<Place>
  readonly peer: Place | undefined
  readonly load: Answering
  readonly note: (text: string) => void
}

/** One line of the table; cells are text that is ready to print. */
export type Line = {
  readonly name: string
  readonly floor?: string
  readonly muster: string
  readonly ratio?: string
  readonly target?: string
  readonly met?: boolean
  readonly p50?: string
  readonly p99?: string
  readonly cpu?: string
  readonly peer?: string
}

/** One thing that is measured, and what it is measured against. */
export type Row = {
  readonly name: string
  readonly about: string
  readonly floor: string
  /** It takes minutes: left away where no row is named. */
  readonly onlyWhenNamed?: boolean
  readonly measure: (bench: Bench) => Promise<readonly Line[]>
}
