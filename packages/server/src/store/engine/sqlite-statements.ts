import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { fold } from '../../core/kernel/text.ts'

/**
 * Functions that statements call: `fold`, since SQLite's own lower() knows ASCII alone, and `in_time`, which
 * answers 1. `check` runs before both and throws to end the statement.
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

/** Statements are kept prepared: preparing costs more than running them, and so does asking for their columns. */
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
