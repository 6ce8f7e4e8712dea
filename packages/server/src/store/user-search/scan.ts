import { type Selectable, sql } from 'kysely'
import type { Db } from '../engine/dialect.ts'
import type { UsersTable } from '../tables/user-rows.ts'
import type { Named } from './candidates.ts'
import { alive, allOf, byLooking, type Test } from './selectivity.ts'
import { beyond, type Order } from './sort.ts'

type Row = Selectable<UsersTable>

/** Numbers compared per statement during a scan. */
export const namedBatchSize = 50_000

/** The page, or its beginning, from the first users in the order. */
export const firstLook = async (
  { q }: Db,
  { legs }: Order,
  base: readonly Test[],
  exact: readonly Test[],
  need: number,
  skip: number,
): Promise<Row[]> => {
  const [leg] = legs
  if (!leg) return []
  const size = Math.min(2000, Math.max(200, 4 * (need + skip)))
  const where = [alive, ...base, ...leg.where]
  if (leg.from) where.push(beyond(leg.place, leg.from, leg.descending))
  const order = sql.join(leg.order)
  const { rows } = await sql<Row>`
    select * from (select * from users where ${allOf(where)} order by ${order} limit ${sql.lit(size)}) as users
    where ${allOf(exact)} order by ${order} limit ${need} offset ${skip}`.execute(q)
  return rows
}

/** The page, if index matches among the first users in the order fill it; only these rows are read. */
export const lookForNamed = async (
  { q }: Db,
  { legs }: Order,
  base: readonly Test[],
  { driver, amount }: Named,
  exact: readonly Test[],
  need: number,
  skip: number,
  size: number,
): Promise<Row[] | undefined> => {
  const [leg] = legs
  if (!leg) return undefined
  const where = [...(leg.includesDeleted ? [] : [alive]), ...base, ...leg.where]
  if (leg.from) where.push(beyond(leg.place, leg.from, leg.descending))
  const order = sql.join(leg.order)
  const look = async (most: number): Promise<Row[] | undefined> => {
    const { rows } = await sql<Row>`
    with first as (select number from users where ${allOf(where)} order by ${order} limit ${most}),
    chosen as materialized (select number as one from first where ${driver.index})
    select users.* from chosen cross join users
    where users.number = one and ${allOf([alive, ...byLooking('sqlite', exact)])}
    order by ${order} limit ${need} offset ${skip}`.execute(q)
    if (rows.length === need) return rows
    // Not all index matches pass; estimates the fraction from this batch.
    const more = Math.ceil((1.4 * most * (need + skip)) / (rows.length + skip))
    return rows.length > 0 && more <= namedBatchSize ? look(more) : undefined
  }
  return look(Math.min(namedBatchSize, Math.ceil((1.4 * (need + skip) * size) / amount)))
}
