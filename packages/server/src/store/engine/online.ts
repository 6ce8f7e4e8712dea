import { sql } from 'kysely'
import type { Db } from './dialect.ts'
import { inPatientTransaction } from './migration-lock.ts'

/**
 * Migration steps that run while other nodes work. On PostgreSQL each step is a separate, idempotent transaction, so
 * that the migration can be repeated after its process was killed. On SQLite they are statements of the migration's
 * transaction.
 */

/** Adds nullable columns without rewriting the table. `columns`: name and type. */
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
  /** The definition after the table name: `(name, id) where deleted_at is null`. */
  readonly definition: string
  readonly unique?: boolean
}

const creating = ({ name, table, definition, unique = false }: IndexPlan, how = '') =>
  `create ${unique ? 'unique ' : ''}index ${how}${name} on ${table} ${definition}`

/** Maximum number of rows for which an index is built without `concurrently`, which is faster for small tables. */
const smallTable = 1000

const isSmall = async ({ q }: Db, table: string): Promise<boolean> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n
    from (select 1 from ${sql.table(table)} limit ${smallTable + 1}) counted`.execute(q)
  return (rows[0]?.n ?? 0) <= smallTable
}

/** False if the index is absent, or invalid after an interrupted `concurrently`. */
const isUsable = async ({ q }: Db, name: string): Promise<boolean> => {
  const { rows } = await sql<{
    usable: boolean
  }>`select indisvalid as usable from pg_index where indexrelid = to_regclass(${name})`.execute(q)
  return rows[0]?.usable === true
}

/** Creates an index unless it exists, without blocking writes to the table. */
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

/** Replaces an index with the same name, which is used until the new one is complete. */
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

/** Users per batch, which limits the duration of locks. */
const batch = 2000

/** Runs a change of all users in batches; `change` receives a condition on their numbers. */
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
