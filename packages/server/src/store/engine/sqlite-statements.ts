import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { fold } from '../../core/kernel/text.ts'

/**
 * SQL functions: `fold`, because SQLite's lower() only supports ASCII, and `in_time`, which returns 1. Both call `check`
 * first, which throws to end the statement.
 */
export const addFunctions = (database: DatabaseSync, check: () => void = () => {}): void => {
  database.function('fold', { deterministic: true }, (text) => {
    check()
    return typeof text === 'string' ? fold(text) : text
  })
  database.function('in_time', () => {
    check()
    return 1
  })
}

type Prepared = { readonly statement: StatementSync; readonly answersRows: boolean }

/** Caches prepared statements and their columns, because preparing costs more than running. */
export const statements = (database: DatabaseSync) => {
  const kept = new Map<string, Prepared>()
  return (sql: string): Prepared => {
    const known = kept.get(sql)
    if (known) return known
    const statement = database.prepare(sql)
    const made = { statement, answersRows: statement.columns().length > 0 }
    if (kept.size >= 500) kept.delete(kept.keys().next().value ?? '')
    kept.set(sql, made)
    return made
  }
}
