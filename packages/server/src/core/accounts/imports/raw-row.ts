import type { ImportFormat, RowError } from './import.ts'

/** One row as it was read: its values by field, or why it cannot be read. */
export type RawRow =
  | { readonly row: number; readonly values: Readonly<Record<string, unknown>>; readonly wrong?: undefined }
  | { readonly row: number; readonly values?: undefined; readonly wrong: Omit<RowError, 'row'> }

export type RowReading = {
  readonly format: ImportFormat
  /** Names of the fields a row may have: others are wrong. */
  readonly fields: ReadonlySet<string>
  /** The number of the first row. */
  readonly first: number
}

/** How rows are read from files and written to them; made by wiring. */
export type RowFormats = {
  /**
   * In batches, smaller ones where the sender pauses. Throws an error `invalid` where nothing behind a place can be understood: a header with fields that there are
   * not, a quote that nobody closes.
   */
  read(bytes: AsyncIterable<Uint8Array>, reading: RowReading): AsyncIterable<readonly RawRow[]>
  /** The text of rows, and of what comes before the first one; `separator` is for CSV, by default a comma. */
  write(format: ImportFormat, fields: readonly string[], separator?: string): RowWriter
}

export type RowWriter = {
  readonly head: string
  row(values: Readonly<Record<string, unknown>>): string
}
