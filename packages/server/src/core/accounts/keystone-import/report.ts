import type { NounName } from './imported.ts'
import { shownId } from './row-key.ts'

/** Rows named in the report of one table; the others are counted. */
export const maxNamed = 50

export type Problem = { readonly table: string; readonly id: string; readonly reason: string }

export type NounCounts = {
  readonly noun: NounName
  readonly table: string
  /** Rows at Keystone that are objects of this noun. */
  rows: number
  created: number
  updated: number
  unchanged: number
  /** No longer at Keystone, and removed. */
  removed: number
  failed: number
}

export type LeftTable = { readonly table: string; readonly rows: number; readonly reason: string }

export type ImportReport = {
  readonly dryRun: boolean
  readonly releases: string
  readonly nouns: readonly NounCounts[]
  /** What cannot come or go; at most `maxNamed` of each table. */
  readonly problems: readonly Problem[]
  /** Tables that are not brought. */
  readonly left: readonly LeftTable[]
  /** What became of the objects that Muster itself had created. */
  readonly merged: readonly string[]
  /** `replaced`: tokens that Muster issued before are invalid now. */
  readonly tokenKeys: 'replaced' | 'unchanged' | 'not given' | 'in a folder'
}

/** Collects the counts and problems of one run. */
export type Tally = {
  counts(noun: NounName, table: string): NounCounts
  /** Counts a row that cannot come or go, and names it. */
  fail(noun: Pick<NounCounts, 'noun' | 'table'>, key: string, reason: string): void
  merged(sentence: string): void
  report(parts: Pick<ImportReport, 'dryRun' | 'releases' | 'left' | 'tokenKeys'>): ImportReport
}

const newCounts = (noun: NounName, table: string): NounCounts => ({
  noun,
  table,
  rows: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  removed: 0,
  failed: 0,
})

export const makeTally = (): Tally => {
  const nouns = new Map<NounName, NounCounts>()
  const named = new Map<string, number>()
  const problems: Problem[] = []
  const merged: string[] = []
  const counts: Tally['counts'] = (noun, table) => {
    const known = nouns.get(noun) ?? newCounts(noun, table)
    nouns.set(noun, known)
    return known
  }
  return {
    counts,
    fail({ noun, table }, key, reason) {
      counts(noun, table).failed++
      const before = named.get(table) ?? 0
      named.set(table, before + 1)
      if (before < maxNamed) problems.push({ table, id: shownId(key), reason })
    },
    merged: (sentence) => void merged.push(sentence),
    report: (parts) => ({ ...parts, nouns: [...nouns.values()], problems, merged }),
  }
}
