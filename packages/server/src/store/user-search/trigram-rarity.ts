import { type Kysely, sql } from 'kysely'
import type { Database } from '../engine/database.ts'
import type { Db } from '../engine/dialect.ts'
import { type Match, type Rarities, trigramMatch, trigramsIn } from './trigrams.ts'

/** The trigram tables of SQLite, for searchable fields and metadata. */
export type TrigramTable = 'user_search' | 'user_metadata_search'

/** Sample size in user numbers. */
const sampleSize = 4000
/** Maximum number of cached trigrams. */
const cacheSize = 4000
/** Growth factor of the directory after which the cache is cleared. */
const grown = 1.25

type Memory = { readonly last: number; readonly from: number; readonly had: Map<string, number> }

const memories = new WeakMap<Kysely<Database>, Map<TrigramTable, Memory>>()

const memoryOf = async ({ q }: Db, table: TrigramTable): Promise<Memory> => {
  const tables = memories.get(q) ?? new Map<TrigramTable, Memory>()
  memories.set(q, tables)
  const { rows } = await sql<{ n: number | null }>`select max(number) as n from users`.execute(q)
  const last = rows[0]?.n ?? 0
  const known = tables.get(table)
  if (known && last < known.last * grown) return known
  const from = Math.floor(Math.random() * Math.max(0, last - sampleSize))
  const made: Memory = { last, from, had: new Map() }
  tables.set(table, made)
  return made
}

const raritiesOf = async (db: Db, table: TrigramTable, wanted: readonly string[]): Promise<Rarities> => {
  const { from, had } = await memoryOf(db, table)
  const all = [...new Set(wanted)]
  if (had.size + all.length > cacheSize) had.clear()
  const unknown = all.filter((one) => !had.has(one))
  if (unknown.length === 0) return had
  const patterns = JSON.stringify(unknown.map((text) => trigramMatch({ kind: 'text', text })))
  const { rows } = await sql<{ at: number; n: number }>`
    select asked.key as at, (select count(*) from ${sql.ref(table)} where ${sql.ref(table)} match asked.value
      and rowid between ${from} and ${from + sampleSize}) as n from json_each(${patterns}) as asked`.execute(
    db.q,
  )
  for (const { at, n } of rows) had.set(unknown[at] ?? '', n)
  return had
}

/**
 * The index query for all possible matches. Frequent trigrams take most of the time, so only the rarest are used; a
 * sample of the users determines their rarity.
 */
export const rareMatch = async (db: Db, table: TrigramTable, match: Match): Promise<string> =>
  trigramMatch(match, await raritiesOf(db, table, trigramsIn(match)))
