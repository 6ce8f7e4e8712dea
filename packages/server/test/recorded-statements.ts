import { AsyncLocalStorage } from 'node:async_hooks'
import { StatementSync } from 'node:sqlite'
import pg from 'pg'

const recording = new AsyncLocalStorage<string[]>()

const record = (sql: unknown): void => {
  // Transactions and savepoints differ between the databases; reads and writes do not.
  if (typeof sql === 'string' && /^(select|with|insert|update|delete)\b/i.test(sql.trim()))
    recording.getStore()?.push(sql.trim())
}

for (const method of ['all', 'run'] as const) {
  const original = StatementSync.prototype[method] as (...values: unknown[]) => unknown
  Object.assign(StatementSync.prototype, {
    [method](this: StatementSync, ...values: unknown[]) {
      record(this.sourceSQL)
      return original.apply(this, values)
    },
  })
}

const originalQuery = pg.Client.prototype.query as (...input: unknown[]) => unknown
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...input: unknown[]) {
    const [first] = input
    record(typeof first === 'string' ? first : (first as { text?: string }).text)
    return originalQuery.apply(this, input)
  },
})

/** The statements that the drivers run for `work`, in order; statements of background jobs are not included. */
export const statementsOf = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
  const statements: string[] = []
  await recording.run(statements, work)
  return statements
}

/** How many of the statements select rows of a table. */
export const readsOf = (table: string, statements: readonly string[]): number =>
  statements.filter(
    (sql) => /^(select|with)\b/i.test(sql) && new RegExp(`\\b(from|join) "?${table}"?\\b`).test(sql),
  ).length
