import type { SourceRow } from '../core/accounts/keystone-import/keystone-source.ts'

/** One database, read by SQL with `?` as placeholders, inside a transaction that only reads. */
export type ReadingConnection = {
  /** Quotes a name of a table or column. */
  readonly quote: (name: string) => string
  /** A column as it is compared and sorted alike; absent: `quote`. */
  readonly comparable?: (name: string) => string
  query(sql: string, values: readonly (string | number)[]): Promise<readonly SourceRow[]>
  /** The names of all tables. */
  tables(): Promise<readonly string[]>
  close(): Promise<void>
}

/** A driver's value as core reads it. */
export const plainValue = (value: unknown): string | number | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number') return value
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  return String(value)
}

export const plainRow = (row: Readonly<Record<string, unknown>>): SourceRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plainValue(value)]))
