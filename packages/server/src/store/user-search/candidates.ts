import { sql } from 'kysely'
import type { Db } from '../engine/dialect.ts'
import type { IndexCandidate } from './conditions.ts'
import { alive, type Test } from './selectivity.ts'
import { rareMatch } from './trigram-rarity.ts'

/** Asking an index for more than these takes longer than a sample and a walk. */
const mostNamed = 20_000
/** How much longer it takes to fetch a user than to compare a number on the way along an order. */
const fetchingTakes = 16

export type Named = {
  readonly driver: IndexCandidate
  readonly amount: number
  /** A walk that finds nothing in so many steps has taken as long as fetching all of them. */
  readonly patience: number
  /** Fetching all of them is shorter than walking to those wanted, if they are spread over the order. */
  readonly few: boolean
}

/** The test of the numbers that the index of a condition names, unless they are more than `most`. */
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
 * Whom the driver names that names the fewest, on SQLite: its indexes say so at once, where PostgreSQL's would have
 * to be read to the end. Undefined if all name so many that `need` of them stand near the beginning of any order
 * of `size` users.
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
    const patience = fetchingTakes * amount
    least = { driver: { ...driver, index: test }, amount, patience, few: patience * amount <= need * size }
    if (least.few) break
    most = amount - 1
  }
  return least
}
