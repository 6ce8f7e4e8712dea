import { setImmediate as nextTurn } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { UserFilterKey, UserSelection } from '../../core/directory/users/user-store.ts'
import type { Condition } from '../../core/kernel/filters/filter-expression.ts'
import type { Db } from '../engine/dialect.ts'
import { conditionsOf, testsOf } from '../user-search/conditions.ts'
import { alive, allOf, byLooking, sharesOf, type Test } from '../user-search/selectivity.ts'
import { userColumnsAt } from '../user-search/user-columns.ts'

export type UserCountsTable = { domain_id: string; status: string; amount: number }

/** Rows that SQLite counts before it lets others have a turn. */
const stride = 20_000
/** Rows that tell how common something is. */
const sampled = 1000
/** Up to this part of the users, an index finds them sooner than looking at all does. */
const few = 0.03

/**
 * How many users there are of a domain, of a status, or in all, without looking at them; undefined for
 * conditions of another kind.
 */
export const countedUsers = async (
  { q }: Db,
  conditions: readonly Condition<UserFilterKey>[],
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
  if (driver && least < few) return countHere(db, driver.index, exact)
  if (db.name === 'postgres') return countHere(db, undefined, exact)
  const end = await lastNumber(db)
  let sum = 0
  for (let from = 0; from < end; from += stride) {
    sum += await countHere(db, sql`number > ${from} and number <= ${from + stride}`, exact)
    await nextTurn()
  }
  return sum
}

/**
 * Adds up what PostgreSQL keeps as a row for each change; SQLite adds as it goes. One statement, so that it takes out
 * exactly the rows that it adds up, whatever other nodes write or compact meanwhile.
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
