import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, DialectName } from '../engine/dialect.ts'

export type Test = RawBuilder<SqlBool>

export const alive: Test = sql`deleted_at is null`

export const allOf = (tests: readonly Test[]): Test =>
  tests.length === 0 ? sql`1 = 1` : sql.join(tests, sql` and `)

/**
 * Tests for rows that are found by another condition. A unary plus prevents SQLite, which has few statistics, from using
 * an index for them; PostgreSQL has its statistics.
 */
export const byLooking = (dialect: DialectName, tests: readonly Test[]): readonly Test[] =>
  dialect === 'sqlite' ? tests.map((test): Test => sql`+(${test})`) : tests

/** Number of blocks in a sample. */
const places = 4

/**
 * The id of a random user. Ids are random, or adjacent for the rows of an import, so a sample begins at the ids of
 * several existing users.
 */
const someId = () => sql`(
  select id from users
  where number >= cast(cast(${Math.random()} as double precision) * (select max(number) from users) as bigint)
  order by number limit 1)`

export type Shares = {
  /** The fraction of users that match all tests. */
  readonly whole: number
  /** The fraction of users that match each test. */
  readonly each: readonly number[]
}

/** Estimates selectivities from a sample of the users of `base`. Each test runs once per user. */
export const sharesOf = async (
  { q }: Db,
  base: readonly Test[],
  tests: readonly Test[],
  size: number,
): Promise<Shares> => {
  const names = tests.map((_, i) => sql.ref<boolean>(`t${i}`))
  const hits = (test: RawBuilder<unknown>) => sql`sum(case when ${test} then 1 else 0 end)`
  const sums = names.map((name) => sql`${hits(name)} as ${name}`)
  const seen = sql.join(tests.map((test, i) => sql`${test} as ${names[i]}`))
  const block = (after: RawBuilder<unknown>, limit: number) => sql`
    select * from (select ${seen} from users
      where ${allOf([alive, ...base])} and id > ${after} order by id limit ${sql.lit(limit)}) as block`
  const look = async (blocks: readonly RawBuilder<unknown>[]) => {
    const { rows } = await sql<Record<string, number | null>>`
      select count(*) as seen, ${hits(sql.join(names, sql` and `))} as whole, ${sql.join(sums)}
      from (${sql.join(blocks, sql` union all `)}) as sample`.execute(q)
    return rows[0] ?? {}
  }
  const first = await look(Array.from({ length: places }, () => block(someId(), Math.ceil(size / places))))
  const found = Number(first['seen']) < size / 4 ? await look([block(sql.lit(''), size)]) : first
  const part = (name: string) => (Number(found[name] ?? 0) + 0.5) / (Number(found['seen']) + 1)
  return { whole: part('whole'), each: tests.map((_, i) => part(`t${i}`)) }
}
