import { type Kysely, sql } from 'kysely'
import type { Database } from '../engine/database.ts'
import type { Db } from '../engine/dialect.ts'
import { type Match, type Rarities, trigramMatch, trigramsIn } from './trigrams.ts'

/** Trigrams of a user on SQLite: of what is searched, or of the metadata. */
export type TrigramTable = 'user_search' | 'user_metadata_search'

/** Numbers of users that stand for all of them. */
const looked = 4000
/** Trigrams whose rarity is remembered. */
const remembered = 4000
/** A directory that has grown by this is looked at anew. */
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
  const from = Math.floor(Math.random() * Math.max(0, last - looked))
  const made: Memory = { last, from, had: new Map() }
  tables.set(table, made)
  return made
}

const raritiesOf = async (db: Db, table: TrigramTable, wanted: readonly string[]): Promise<Rarities> => {
  const { from, had } = await memoryOf(db, table)
  const all = [...new Set(wanted)]
  if (had.size + all.length > remembered) had.clear()
  const unknown = all.filter((one) => !had.has(one))
  if (unknown.length === 0) return had
  const asked = JSON.stringify(unknown.map((text) => trigramMatch({ kind: 'text', text })))
  const { rows } = await sql<{ at: number; n: number }>`
    select asked.key as at, (select count(*) from ${sql.ref(table)} where ${sql.ref(table)} match asked.value
      and rowid between ${from} and ${from + looked}) as n from json_each(${asked}) as asked`.execute(db.q)
  for (const { at, n } of rows) had.set(unknown[at] ?? '', n)
  return had
}

/**
 * What asks the index for all that can match. Most of the time goes into trigrams that very many have, so only
 * the rarest are asked for; how rare they are tells a stretch of the users.
 */
export const rareMatch = async (db: Db, table: TrigramTable, match: Match): Promise<string> =>
  trigramMatch(match, await raritiesOf(db, table, trigramsIn(match)))
