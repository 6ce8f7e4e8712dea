import { sql } from 'kysely'
import type { Db } from '../engine/dialect.ts'
import type { IndexCandidate } from './conditions.ts'
import { alive, type Test } from './selectivity.ts'
import { rareMatch } from './trigram-rarity.ts'

/** Maximum number of index matches; fetching more takes longer than a sample and a scan. */
const mostNamed = 20_000
/** The cost of fetching a user, relative to comparing a number during a scan. */
const fetchingTakes = 16

export type Named = {
  readonly driver: IndexCandidate
  readonly amount: number
  /** Number of scan steps without a match that cost as much as fetching all candidates. */
  readonly scanBudget: number
  /** Whether fetching all candidates is cheaper than a scan, if they are spread evenly over the order. */
  readonly isSelective: boolean
}

/** A test for the numbers of the index matches; undefined for more than `most`. */
const namesOf = async (db: Db, { index, asks }: IndexCandidate, most: number) => {
  const table = asks && sql.ref(asks.table)
  const all = asks
    ? sql`select rowid as number from ${table} where ${table} match ${await rareMatch(db, asks.table, asks.match)}`
    : sql`select number from users where ${alive} and ${index}`
  const { rows } = await sql<{ amount: number; numbers: string }>`
    select count(*) as amount, json_group_array(number) as numbers
    from (${all} limit ${sql.lit(most + 1)})`.execute(db.q)
  const [{ amount, numbers } = { amount: 0, numbers: '[]' }] = rows
  if (amount > most) return undefined
  const test: Test = sql`number in (select value from json_each(${numbers}))`
  return { amount, test }
}

/**
 * The matches of the most selective candidate, on SQLite, whose indexes return the count cheaply; on PostgreSQL they
 * would have to be read completely. Undefined if all candidates have so many matches that `need` of them are near the
 * beginning of any order of `size` users.
 */
export const namedUsers = async (
  db: Db,
  drivers: readonly IndexCandidate[],
  need: number,
  size: number,
): Promise<Named | undefined> => {
  if (db.name !== 'sqlite') return undefined
  let most = Math.floor(Math.min(mostNamed, 1.5 * Math.sqrt(need * size)))
  let least: Named | undefined
  for (const driver of drivers) {
    if (!driver.asks && !driver.inOrder) continue
    const named = await namesOf(db, driver, most)
    if (!named) continue
    const { amount, test } = named
    const scanBudget = fetchingTakes * amount
    least = {
      driver: { ...driver, index: test },
      amount,
      scanBudget,
      isSelective: scanBudget * amount <= need * size,
    }
    if (least.isSelective) break
    most = amount - 1
  }
  return least
}
