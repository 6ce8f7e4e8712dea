import type { NounName } from './imported.ts'
import type { KeystoneSource, SourceRow, SourceTable } from './keystone-source.ts'
import type { ImportNoun, Parts, RelatedPart } from './noun.ts'

export type RowWithParts = { readonly row: SourceRow; readonly parts: Parts }

type Grouped = ReadonlyMap<string | number, readonly SourceRow[]>

const fetchPart = async (
  { table, column, of, order }: RelatedPart,
  holders: readonly SourceRow[],
  source: KeystoneSource,
): Promise<Grouped> => {
  const values = [...new Set(holders.map((row) => row[of.column] ?? null))].filter((value) => value !== null)
  if (values.length === 0) return new Map()
  const rows = await source.related({ table, column, values, order })
  return Map.groupBy(rows, (row) => row[column] ?? '')
}

/** Reads the related rows of a page, one query for each part. */
export const withParts = async <K extends NounName>(
  { related = [] }: ImportNoun<K>,
  page: readonly SourceRow[],
  source: KeystoneSource,
): Promise<readonly RowWithParts[]> => {
  const groups = new Map<string, { readonly of: RelatedPart['of']; readonly grouped: Grouped }>()
  for (const part of related) {
    const earlier = part.of.part === undefined ? undefined : groups.get(part.of.part)
    const holders = earlier ? [...earlier.grouped.values()].flat() : page
    groups.set(part.part, { of: part.of, grouped: await fetchPart(part, holders, source) })
  }
  return page.map((row) => {
    const parts: Record<string, readonly SourceRow[]> = {}
    for (const [name, { of, grouped }] of groups) {
      const holders = of.part === undefined ? [row] : (parts[of.part] ?? [])
      parts[name] = holders.flatMap((holder) => grouped.get(holder[of.column] ?? '') ?? [])
    }
    return { row, parts }
  })
}

/** Rows that are written at once. `isCircular`: they are below themselves. */
export type Page = { readonly rows: readonly SourceRow[]; readonly isCircular: boolean }

/** The levels of a tree, from the roots. Rows that no root leads to are in a circle or below one. */
const levelsOf = (rows: readonly SourceRow[], key: string, parent: string) => {
  const ids = new Set(rows.map((row) => row[key]))
  const below = Map.groupBy(rows, (row) => row[parent] ?? null)
  const levels: (readonly SourceRow[])[] = []
  const placed = new Set<SourceRow>()
  let level = rows.filter((row) => !ids.has(row[parent] ?? null))
  while (level.length > 0) {
    levels.push(level)
    for (const row of level) placed.add(row)
    level = level.flatMap((row) => below.get(row[key] ?? null) ?? [])
  }
  return { levels, circular: rows.filter((row) => !placed.has(row)) }
}

const maxPage = 1000

const inPages = function* (rows: readonly SourceRow[], isCircular: boolean): Generator<Page> {
  for (let from = 0; from < rows.length; from += maxPage)
    yield { rows: rows.slice(from, from + maxPage), isCircular }
}

/** Each level of a tree is at least one page, since a page is written at once. */
async function* inLevels(
  noun: { readonly key: readonly string[]; readonly table: string; readonly parent: string },
  source: KeystoneSource,
): AsyncGenerator<Page> {
  const rows: SourceRow[] = []
  for await (const page of source.pages(noun)) rows.push(...page)
  const [key = 'id'] = noun.key
  const { levels, circular } = levelsOf(rows, key, noun.parent)
  for (const level of levels) yield* inPages(level, false)
  yield* inPages(circular, true)
}

async function* withoutTree(noun: SourceTable, source: KeystoneSource): AsyncGenerator<Page> {
  for await (const rows of source.pages(noun)) yield { rows, isCircular: false }
}

export const pagesOf = <K extends NounName>(
  { table, key, parent }: ImportNoun<K>,
  source: KeystoneSource,
): AsyncIterable<Page> =>
  parent === undefined ? withoutTree({ table, key }, source) : inLevels({ table, key, parent }, source)
