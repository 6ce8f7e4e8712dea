import type { ImportFormat, RowError } from './import.ts'

/** A parsed row: its values by field, or the error why it cannot be read. */
export type RawRow =
  | { readonly row: number; readonly values: Readonly<Record<string, unknown>>; readonly wrong?: undefined }
  | { readonly row: number; readonly values?: undefined; readonly wrong: Omit<RowError, 'row'> }

export type RowReading = {
  readonly format: ImportFormat
  /** The allowed fields; other fields are errors. */
  readonly fields: ReadonlySet<string>
  /** The number of the first row. */
  readonly first: number
}

/** Reads rows from files and writes them; composition provides the implementation. */
export type RowFormats = {
  /**
   * Reads batches, smaller ones while the sender pauses. Throws an error `invalid` when the rest of the file cannot be
   * parsed: a header with unknown fields, an unterminated quote.
   */
  read(bytes: AsyncIterable<Uint8Array>, reading: RowReading): AsyncIterable<readonly RawRow[]>
  /** The text of rows and of the header; `separator` applies to CSV and defaults to a comma. */
  write(format: ImportFormat, fields: readonly string[], separator?: string): RowWriter
}

export type RowWriter = {
  readonly head: string
  row(values: Readonly<Record<string, unknown>>): string
}
