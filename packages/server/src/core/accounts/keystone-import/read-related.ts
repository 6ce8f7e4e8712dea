import type { NounName } from './imported.ts'
import type { KeystoneSource, SourceRow } from './keystone-source.ts'
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

/** Parents before children. Rows in a circle come last, and fail for want of their parent. */
const inTreeOrder = (rows: readonly SourceRow[], key: string, parent: string): readonly SourceRow[] => {
  const byId = new Map(rows.map((row) => [row[key], row]))
  const depthOf = (row: SourceRow): number => {
    let depth = 0
    for (
      let above = byId.get(row[parent] ?? null);
      above && depth <= rows.length;
      above = byId.get(above[parent] ?? null)
    )
      depth++
    return depth
  }
  return rows
    .map((row) => ({ row, depth: depthOf(row) }))
    .sort((a, b) => a.depth - b.depth)
    .map(({ row }) => row)
}

/** Each level of a tree is at least one page, since a page is written at once. */
async function* inLevels(
  noun: { readonly key: readonly string[]; readonly table: string; readonly parent: string },
  source: KeystoneSource,
): AsyncGenerator<readonly SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const page of source.pages(noun)) rows.push(...page)
  const [key = 'id'] = noun.key
  const sorted = inTreeOrder(rows, key, noun.parent)
  let level: SourceRow[] = []
  let ids = new Set<SourceRow[string] | undefined>()
  for (const row of sorted) {
    if (level.length >= 1000 || ids.has(row[noun.parent])) {
      yield level
      level = []
      ids = new Set()
    }
    level.push(row)
    ids.add(row[key])
  }
  if (level.length > 0) yield level
}

export const pagesOf = <K extends NounName>(
  { table, key, parent }: ImportNoun<K>,
  source: KeystoneSource,
): AsyncIterable<readonly SourceRow[]> =>
  parent === undefined ? source.pages({ table, key }) : inLevels({ table, key, parent }, source)
