import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, DialectName } from '../engine/dialect.ts'

export type Test = RawBuilder<SqlBool>

export const alive: Test = sql`deleted_at is null`

export const allOf = (tests: readonly Test[]): Test =>
  tests.length === 0 ? sql`1 = 1` : sql.join(tests, sql` and `)

/**
 * Tests that are to be made on rows found otherwise. A unary plus keeps SQLite, which knows little of what its
 * tables hold, from finding rows by an index of theirs; PostgreSQL has its statistics.
 */
export const byLooking = (dialect: DialectName, tests: readonly Test[]): readonly Test[] =>
  dialect === 'sqlite' ? tests.map((test): Test => sql`+(${test})`) : tests

/** Places that a sample is taken from. */
const places = 4

/**
 * The id of a user somewhere among all of them. Ids are random, or those of an import, which stand together in the
 * order of its rows: so a sample begins at ids of users that are there, and at more than one.
 */
const someId = () => sql`(
  select id from users
  where number >= cast(cast(${Math.random()} as double precision) * (select max(number) from users) as bigint)
  order by number limit 1)`

export type Shares = {
  /** The part of the users for whom all tests hold. */
  readonly whole: number
  /** For whom each of them holds. */
  readonly each: readonly number[]
}

/** By a sample of that size among the users of `base`. Each test is made once on each user. */
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
