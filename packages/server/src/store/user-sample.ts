import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, DialectName } from './dialect.ts'

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

/** Ids are random, so those behind a random one are a fair sample of everybody. */
const randomId = () =>
  Math.floor(Math.random() * 0xf000)
    .toString(16)
    .padStart(4, '0')

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
  const look = async (after: string) => {
    const { rows } = await sql<Record<string, number | null>>`
      select count(*) as seen, ${hits(sql.join(names, sql` and `))} as whole, ${sql.join(sums)} from (
        select ${sql.join(tests.map((test, i) => sql`${test} as ${names[i]}`))} from users
        where ${allOf([alive, ...base])} and id > ${after} order by id limit ${sql.lit(size)}) as sample`.execute(
      q,
    )
    return rows[0] ?? {}
  }
  const first = await look(randomId())
  const found = Number(first['seen']) < size / 4 ? await look('') : first
  const part = (name: string) => (Number(found[name] ?? 0) + 0.5) / (Number(found['seen']) + 1)
  return { whole: part('whole'), each: tests.map((_, i) => part(`t${i}`)) }
}
