import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Selectable, sql } from 'kysely'
import type { User } from '../../core/directory/users/user.ts'
import type { UserFilterKey, UserListQuery } from '../../core/directory/users/user-store.ts'
import type { FilterExpression } from '../../core/kernel/filters/filter-expression.ts'
import type { Slice } from '../../core/kernel/paging/list-query.ts'
import { slice } from '../engine/column-filters.ts'
import type { Db } from '../engine/dialect.ts'
import { countedUsers } from '../tables/user-counts.ts'
import { type UsersTable, userFromRow } from '../tables/user-rows.ts'
import { namedUsers } from './candidates.ts'
import { conditionsOf, type IndexCandidate, testsOf } from './conditions.ts'
import { firstLook, lookForNamed, namedBatchSize } from './scan.ts'
import { alive, allOf, byLooking, sharesOf, type Test } from './selectivity.ts'
import { beyond, domainHasIndex, type Order, orderOf, type Place, type ScanRange, upTo } from './sort.ts'
import { userColumnsAt } from './user-columns.ts'

type Row = Selectable<UsersTable>

/** Rows read per statement; SQLite blocks other queries meanwhile. */
const batchSizeOf = { sqlite: 5000, postgres: 20_000 } as const
/** Sample sizes for a coarse and a more exact selectivity. */
const sampled = 500
const sampledAgain = 1500
/** Maximum number of users that are always scanned. */
const smallDirectory = 3000
/** Number of matches among the first rows from which a scan is expected to fill the page soon. */
const manyAtFirst = 4
/** Maximum number of users that are fetched and sorted. */
const mostFetched = 100_000

/** Scans an order in batches and collects matching rows until the page is full. */
const walkAlong = (
  { name: dialect, q }: Db,
  order: Order,
  base: readonly Test[],
  exact: readonly Test[],
  begin: number,
) => {
  const rows: Row[] = []
  const legs = [...order.legs]
  let from = legs[0]?.from
  let skip = begin
  let looked = 0

  const endOf = async (leg: ScanRange, size: number): Promise<Place | undefined> => {
    const where = [
      ...base,
      ...leg.where,
      ...(leg.includesDeleted ? [] : [alive]),
      ...(from ? [beyond(leg.place, from, leg.descending)] : []),
    ]
    const named = leg.place.map((column, i) => sql`${column} as ${sql.ref(`p${i}`)}`)
    const way = leg.place.map((column) => (leg.descending ? sql`${column} desc` : sql`${column} asc`))
    const { rows: found } = await sql<Record<string, string | number>>`
      select ${sql.join(named)} from users where ${allOf(where)}
      order by ${sql.join(way)} limit 1 offset ${sql.lit(size - 1)}`.execute(q)
    const [last] = found
    return last && leg.place.map((_, i) => last[`p${i}`] ?? '')
  }
  const stretch = async (leg: ScanRange, need: number, end: Place | undefined) => {
    const where = [
      alive,
      ...base,
      ...leg.where,
      ...(from ? [beyond(leg.place, from, leg.descending)] : []),
      ...(end ? [upTo(leg.place, end, leg.descending)] : []),
      ...byLooking(dialect, exact),
    ]
    const { rows: found } = await sql<Row>`
      select * from users where ${allOf(where)} order by ${sql.join(leg.order)}
      limit ${need - rows.length} offset ${skip}`.execute(q)
    rows.push(...found)
    if (found.length > 0 || skip === 0) {
      skip = 0
      return
    }
    const { rows: counted } = await sql<{ n: number }>`
      select count(*) as n from users where ${allOf(where)}`.execute(q)
    skip -= counted[0]?.n ?? 0
  }

  return {
    rows,
    /** Number of rows read so far. */
    looked: () => looked,
    /** False once all rows were read or the page is full. */
    async on(need: number, size: number | undefined): Promise<boolean> {
      const [leg] = legs
      if (!leg) return false
      const end = size === undefined || leg.place.length === 0 ? undefined : await endOf(leg, size)
      await stretch(leg, need, end)
      looked += size ?? 0
      if (end === undefined) {
        legs.shift()
        from = legs[0]?.from
      } else from = end
      if (dialect === 'sqlite') await nextTurn()
      return rows.length < need && legs.length > 0
    },
  }
}

/** Fetches the matches of the candidate's index, filters and sorts them. */
const fetchAndSort = async (
  { name: dialect, q }: Db,
  order: Order,
  driver: IndexCandidate,
  exact: readonly Test[],
  need: number,
  skip: number,
): Promise<Row[]> => {
  const others = [...(order.after ? [order.after] : []), ...exact]
  const where = [alive, driver.index, ...byLooking(dialect, others)]
  const columns = [...new Set(['number', 'id', ...order.columns])].map((name) => sql.ref(name))
  const sorted = sql.join(order.sorted)
  const { rows } = await sql<Row>`
    with found as materialized (select ${sql.join(columns)} from users where ${allOf(where)}),
    page as materialized (
      select number as chosen from found order by ${sorted} limit ${need} offset ${skip})
    select users.* from page cross join users where users.number = page.chosen order by ${sorted}`.execute(q)
  return rows
}

/**
 * A page of users. With few matches, an index finds them and they are sorted; with many, the index of the order is
 * scanned until the page is full. A sample decides which is cheaper: at most about √(page × directory) rows are read for
 * any query, if the matches are spread evenly over the order. If they turn out not to be, the index of the matches is
 * used after all. Conditions without an index are found by the scan alone.
 */
export const findUsers = async (db: Db, query: UserListQuery): Promise<Slice<User>> => {
  const { name: dialect } = db
  const { page, sort, from, skip = 0, inactiveBefore } = query
  const start = from ?? (page.after === undefined ? undefined : { id: page.after })
  const all = conditionsOf(userColumnsAt(dialect, inactiveBefore), query)
  const domain = domainHasIndex(sort) ? all.find(isOneDomain) : undefined
  const order = orderOf(dialect, sort, start, domain !== undefined)
  const base = domain ? testsOf(dialect, {}, [domain]).exact : []
  const { exact, drivers } = testsOf(
    dialect,
    query,
    all.filter((one) => one !== domain),
  )
  const need = page.limit + 1
  const cut = (rows: readonly Row[]) => slice(rows, page.limit, userFromRow, query.skip !== undefined)
  const walk = walkAlong(db, order, base, exact, skip)
  const longest: number = batchSizeOf[dialect]
  const walkToTheEnd = async () => {
    for (let batchSize = longest; await walk.on(need, batchSize); )
      if (dialect === 'postgres') batchSize = Math.min(2 * batchSize, 25 * longest)
    return cut(walk.rows)
  }
  const byIndex = async (driver: IndexCandidate) => {
    const rows = await fetchAndSort(db, order, driver, [...base, ...exact], need, skip)
    return cut(rows)
  }

  if (exact.length === 0) return walk.on(need, undefined).then(walkToTheEnd)
  const point = drivers.find((one) => one.point)
  if (point) return byIndex(point)
  const first = await firstLook(db, order, base, exact, need, skip)
  if (first.length === need) return cut(first)
  if (drivers.length === 0) return walkToTheEnd()
  const size = (await countedUsers(db, domain ? [domain] : [])) ?? 0
  if (size <= smallDirectory) return walkToTheEnd()
  const named = first.length < manyAtFirst ? await namedUsers(db, drivers, need + skip, size) : undefined
  if (named) {
    if (named.isSelective) return byIndex(named.driver)
    const near = await lookForNamed(db, order, base, named, exact, need, skip, size)
    if (near) return cut(near)
    const along = walkAlong(db, order, base, [named.driver.index, ...exact], skip)
    while (await along.on(need, namedBatchSize))
      if (along.looked() > named.scanBudget) return byIndex(named.driver)
    return cut(along.rows)
  }
  const { driver, share, whole } = await bestDriver(db, base, drivers, exact, (part, passing) => {
    const ratio = (part * size * passing) / (need + skip)
    return ratio > 1 / 5 && ratio < 5
  })
  const toFetch = share * size
  let toWalk = (need + skip) / whole
  if (toFetch <= toWalk) return byIndex(driver)
  while (await walk.on(need, Math.max(500, Math.min(longest, Math.ceil(1.2 * toWalk))))) {
    // The scanned rows predict the rest of the scan better than a sample of all users.
    const seen = (walk.rows.length + skip + 0.5) / walk.looked()
    toWalk = (need - walk.rows.length) / Math.min(whole, seen)
    if (toFetch < toWalk && toFetch <= mostFetched) return byIndex(driver)
  }
  return cut(walk.rows)
}

const isOneDomain = (one: FilterExpression<UserFilterKey>) =>
  one.kind === 'compare' && one.op === 'eq' && one.key === 'domain_id'

/**
 * The most selective candidate, its selectivity, and that of all conditions. Uses a larger sample for a close decision.
 */
const bestDriver = async (
  db: Db,
  base: readonly Test[],
  drivers: readonly IndexCandidate[],
  exact: readonly Test[],
  isClose: (share: number, whole: number) => boolean,
) => {
  const tests = [...new Set([...exact, ...drivers.map((one) => one.exact)])]
  const look = async (size: number) => {
    const { whole, each } = await sharesOf(db, base, tests, size)
    const shares = drivers.map((one) => each[tests.indexOf(one.exact)] ?? 1)
    const share = Math.min(...shares)
    return { driver: drivers[shares.indexOf(share)] as IndexCandidate, share, whole }
  }
  const first = await look(sampled)
  return isClose(first.share, first.whole) ? look(sampledAgain) : first
}
