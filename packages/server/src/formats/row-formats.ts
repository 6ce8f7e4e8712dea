import type { RowFormats } from '../core/accounts/imports/raw-row.ts'
import { inBatches } from './batches.ts'
import { guardedText } from './formulas.ts'
import { ndjsonRows } from './ndjson-rows.ts'

/** Maximum bytes of a batch, and maximum milliseconds that its rows wait. */
const limits = { bytes: 1_048_576, timeLimit: 500 } as const

const asCell = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  const text = guardedText(typeof value === 'object' ? JSON.stringify(value) : String(value))
  return /[",;\t\r\n]|^ | $/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const asRecord = (values: readonly unknown[], separator: string) =>
  `${values.map(asCell).join(separator)}\r\n`

/** NDJSON and CSV, read in batches of at most `rowsAtOnce` rows and written row by row. */
export const rowFormats = (rowsAtOnce: number): RowFormats => ({
  async *read(bytes, { format, fields, first }) {
    // Imported only if used, which saves time at the start.
    const rows = format === 'csv' ? (await import('./csv-rows.ts')).csvRows : ndjsonRows
    yield* inBatches(rows(bytes, fields, first), { ...limits, rows: rowsAtOnce })
  },
  write: (format, fields, separator = ',') =>
    format === 'csv'
      ? {
          head: asRecord(fields, separator),
          row: (values) =>
            asRecord(
              fields.map((field) => values[field]),
              separator,
            ),
        }
      : { head: '', row: (values) => `${JSON.stringify(values)}\n` },
})
