import { sql } from 'kysely'
import type { Db } from './dialect.ts'
import { inPatientTransaction } from './migration-lock.ts'

/**
 * Steps of migrations that run beside other nodes' work. On PostgreSQL each is a transaction of its own and finds
 * what an earlier try left, so that a migration of such steps is simply run again after its process was killed.
 * On SQLite they are statements of the migration's one transaction.
 */

/** Adds columns that may be absent in every row: nothing is rewritten. `columns`: the name and the type of each. */
export const addColumns = async (
  db: Db,
  table: string,
  columns: readonly (readonly [name: string, type: string])[],
): Promise<void> => {
  if (db.name === 'sqlite') {
    for (const [name, type] of columns) await run(db, `alter table ${table} add column ${name} ${type}`)
    return
  }
  const added = columns.map(([name, type]) => `add column if not exists ${name} ${type}`)
  await inPatientTransaction(db, (inside) => run(inside, `alter table ${table} ${added.join(', ')}`))
}

export type IndexPlan = {
  readonly name: string
  readonly table: string
  /** What follows the table's name: `(name, id) where deleted_at is null`. */
  readonly definition: string
  readonly unique?: boolean
}

const creating = ({ name, table, definition, unique = false }: IndexPlan, how = '') =>
  `create ${unique ? 'unique ' : ''}index ${how}${name} on ${table} ${definition}`

/** Rows up to which an index is built in one go: faster than `concurrently`, and done before a request notices. */
const few = 1000

const isSmall = async ({ q }: Db, table: string): Promise<boolean> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n
    from (select 1 from ${sql.table(table)} limit ${few + 1}) counted`.execute(q)
  return (rows[0]?.n ?? 0) <= few
}

/** False for one that is absent, or that an interrupted `concurrently` left unusable. */
const isUsable = async ({ q }: Db, name: string): Promise<boolean> => {
  const { rows } = await sql<{
    usable: boolean
  }>`select indisvalid as usable from pg_index where indexrelid = to_regclass(${name})`.execute(q)
  return rows[0]?.usable === true
}

/** Makes an index unless it is there; writes to the table go on meanwhile. */
export const buildIndex = async (db: Db, plan: IndexPlan): Promise<void> => {
  const { name, table } = plan
  if (db.name === 'sqlite') return run(db, creating(plan))
  if (await isUsable(db, name)) return
  if (await isSmall(db, table))
    return inPatientTransaction(db, async (inside) => {
      await run(inside, `drop index if exists ${name}`)
      await run(inside, creating(plan))
    })
  await run(db, `drop index concurrently if exists ${name}`)
  await run(db, creating(plan, 'concurrently '))
}

/** Makes an index in place of another of the same name, which serves until the new one is whole. */
export const replaceIndex = async (db: Db, plan: IndexPlan): Promise<void> => {
  const { name } = plan
  if (db.name === 'sqlite') {
    await run(db, `drop index ${name}`)
    return run(db, creating(plan))
  }
  const next = `${name}_next`
  await buildIndex(db, { ...plan, name: next })
  await inPatientTransaction(db, async (inside) => {
    await run(inside, `drop index if exists ${name}`)
    await run(inside, `alter index ${next} rename to ${name}`)
  })
}

/** Users at once, so that none of them is locked for long. */
const batch = 2000

/** Runs a change of users over all of them, a few at a time; `change` gets a condition on their numbers. */
export const inBatchesOfUsers = async (db: Db, change: (numbers: string) => string): Promise<void> => {
  if (db.name === 'sqlite') return run(db, change('true'))
  const { rows } = await sql<{ last: number | string | null }>`select max(number) as last from users`.execute(
    db.q,
  )
  const last = Number(rows[0]?.last ?? 0)
  for (let from = 0; from < last; from += batch)
    await inPatientTransaction(db, (inside) =>
      run(inside, change(`number > ${from} and number <= ${from + batch}`)),
    )
}

export const run = async ({ q }: Db, statement: string): Promise<void> =>
  void (await sql.raw(statement).execute(q))
