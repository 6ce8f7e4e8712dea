import { setImmediate as nextTurn } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { UserFilterKey, UserSelection } from '../../core/directory/users/user-store.ts'
import type { FilterExpression } from '../../core/kernel/filters/filter-expression.ts'
import type { Db } from '../engine/dialect.ts'
import { conditionsOf, testsOf } from '../user-search/conditions.ts'
import { alive, allOf, byLooking, sharesOf, type Test } from '../user-search/selectivity.ts'
import { userColumnsAt } from '../user-search/user-columns.ts'

export type UserCountsTable = { domain_id: string; status: string; amount: number }

/** Rows that SQLite counts per statement. */
const batchSize = 20_000
/** Sample size for selectivity. */
const sampled = 1000
/** Maximum fraction of users for which an index is faster than a scan. */
const selectiveFraction = 0.03

/**
 * The number of users of a domain, of a status, or in total, without scanning them; undefined for other conditions.
 */
export const countedUsers = async (
  { q }: Db,
  conditions: readonly FilterExpression<UserFilterKey>[],
): Promise<number | undefined> => {
  const where: RawBuilder<unknown>[] = []
  for (const one of conditions) {
    if (one.kind !== 'compare' || one.op !== 'eq' || one.fold) return undefined
    if (one.key !== 'domain_id' && one.key !== 'status') return undefined
    where.push(sql`${sql.ref(one.key)} = ${one.value}`)
  }
  const { rows } = await sql<{ n: number | string | null }>`
    select sum(amount) as n from user_counts ${where.length === 0 ? sql`` : sql`where ${sql.join(where, sql` and `)}`}`.execute(
    q,
  )
  return Number(rows[0]?.n ?? 0)
}

const countHere = async (
  { name, q }: Db,
  driver: Test | undefined,
  exact: readonly Test[],
): Promise<number> => {
  const where = [alive, ...(driver ? [driver] : []), ...byLooking(name, exact)]
  const { rows } = await sql<{ n: number }>`select count(*) as n from users where ${allOf(where)}`.execute(q)
  return rows[0]?.n ?? 0
}

const lastNumber = async ({ q }: Db): Promise<number> => {
  const { rows } = await sql<{ n: number | null }>`select max(number) as n from users`.execute(q)
  return rows[0]?.n ?? 0
}

export const countUsers = async (db: Db, selection: UserSelection): Promise<number> => {
  const { inactiveBefore, search, metadata } = selection
  const conditions = conditionsOf(userColumnsAt(db.name, inactiveBefore), selection)
  const byStatus = conditions.some((one) => 'key' in one && one.key === 'status')
  if (!search && !metadata && !(byStatus && inactiveBefore !== undefined)) {
    const counted = await countedUsers(db, conditions)
    if (counted !== undefined) return counted
  }
  const { exact, drivers } = testsOf(db.name, selection, conditions)
  const point = drivers.find((one) => one.point)
  if (point) return countHere(db, point.index, exact)
  const tests = drivers.map((one) => one.exact)
  const shares = tests.length === 0 ? [] : (await sharesOf(db, [], tests, sampled)).each
  const least = Math.min(...shares)
  const driver = drivers[shares.indexOf(least)]
  if (driver && least < selectiveFraction) return countHere(db, driver.index, exact)
  if (db.name === 'postgres') return countHere(db, undefined, exact)
  const end = await lastNumber(db)
  let sum = 0
  for (let from = 0; from < end; from += batchSize) {
    sum += await countHere(db, sql`number > ${from} and number <= ${from + batchSize}`, exact)
    await nextTurn()
  }
  return sum
}

/**
 * Adds up the rows that PostgreSQL has for each change; SQLite adds them at once. One statement, so that it deletes
 * exactly the rows that it adds up, regardless of concurrent changes.
 */
export const compactUserCounts = async ({ name, q }: Db): Promise<void> => {
  if (name === 'sqlite') return
  await sql`
    with gone as (delete from user_counts returning domain_id, status, amount)
    insert into user_counts (domain_id, status, amount)
    select domain_id, status, sum(amount) from gone group by domain_id, status having sum(amount) <> 0`.execute(
    q,
  )
}
