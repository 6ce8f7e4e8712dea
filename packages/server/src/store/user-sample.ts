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

/** The parts of the users of `base` for whom the tests hold, each by itself, by a sample of that size. */
export const sharesOf = async (
  { q }: Db,
  base: readonly Test[],
  tests: readonly Test[],
  size: number,
): Promise<readonly number[]> => {
  const sums = tests.map((test, i) => sql`sum(case when ${test} then 1 else 0 end) as ${sql.ref(`t${i}`)}`)
  const look = async (after: string) => {
    const { rows } = await sql<Record<string, number | null>>`
      select count(*) as seen, ${sql.join(sums)} from (
        select * from users where ${allOf([alive, ...base])} and id > ${after}
        order by id limit ${sql.lit(size)}) as users`.execute(q)
    return rows[0] ?? {}
  }
  const first = await look(randomId())
  const found = Number(first['seen']) < size / 4 ? await look('') : first
  const seen = Number(found['seen'])
  return tests.map((_, i) => (Number(found[`t${i}`] ?? 0) + 0.5) / (seen + 1))
}
