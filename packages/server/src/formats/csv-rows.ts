import { Buffer, isUtf8 } from 'node:buffer'
import { finished } from 'node:stream/promises'
import { CsvError, type Options, parse } from 'csv-parse'
import type { RawRow } from '../core/accounts/imports/raw-row.ts'
import { domainError } from '../core/kernel/domain-error.ts'
import type { ErrorCode } from '../core/kernel/error-codes.ts'
import type { Piece } from './batches.ts'
import { unguarded } from './formulas.ts'
import { asUtf8, separated } from './spreadsheet-text.ts'
import { maxRowBytes, unreadable } from './wrong-rows.ts'

/** Maximum bytes of a record: with an unclosed quote, the rest of the file is one cell. */
const giveUpAfter = 8 * maxRowBytes

const options: Options = {
  // One character per byte, so that invalid UTF-8 is an error of the cell and not silently replaced.
  encoding: 'latin1',
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: giveUpAfter,
}

const whys: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is not closed',
  CSV_INVALID_CLOSING_QUOTE: 'there is text between a closing quote and the next separator',
  INVALID_OPENING_QUOTE: 'there is a quote inside an unquoted cell',
  CSV_MAX_RECORD_SIZE: 'it is too long: perhaps a quote is not closed',
}

const broken = (error: CsvError, row: number) =>
  domainError(
    'invalid',
    'csv_broken',
    `Row ${row} cannot be read, nor any row after it: ${whys[error.code] ?? 'this is not CSV (RFC 4180)'}.`,
    { row },
  )

/** Records in chunks, and finally the parser error, if any, after all records before it. */
async function* records(chunks: AsyncIterable<Uint8Array>, done: () => number) {
  const { separator, text } = await separated(asUtf8(chunks))
  const parser = parse({ ...options, delimiter: separator })
  // Errors are handled below.
  parser.on('error', () => {})
  const read = (): string[][] => {
    const found: string[][] = []
    for (let record = parser.read(); record !== null; record = parser.read()) found.push(record)
    return found
  }
  const check = () => {
    if (parser.errored instanceof CsvError) throw broken(parser.errored, done() + 1)
    if (parser.errored) throw parser.errored
  }
  try {
    for await (const chunk of text) {
      parser.write(chunk)
      yield { found: read(), bytes: chunk.length }
      check()
    }
    const last: string[][] = []
    parser.on('data', (record: string[]) => last.push(record))
    parser.end()
    await finished(parser).catch(() => {})
    yield { found: last, bytes: 0 }
    check()
  } finally {
    parser.destroy()
  }
}

/** The text of a cell; undefined if it is not valid UTF-8. */
const decoded = (cell: string): string | undefined => {
  // ASCII is the same in both encodings.
  if (!/[\x80-\xff]/.test(cell)) return cell
  const bytes = Buffer.from(cell, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined
}

/** The field of a header cell, without case and surrounding spaces; undefined: an unnamed column. */
const fieldOf = (cell: string): string | undefined => {
  const name = (decoded(cell) ?? cell).trim().toLowerCase().replaceAll(/[ -]/g, '_')
  return name === '' ? undefined : name
}

type Header = readonly (string | undefined)[]

const readHeader = (record: readonly string[], fields: ReadonlySet<string>): Header => {
  const names = record.map(fieldOf)
  const unknown = names.filter((name) => name !== undefined && !fields.has(name))
  const wrong = (code: ErrorCode<'invalid'>, message: string) =>
    domainError('invalid', code, message, { field: 'header' })
  if (unknown.length > 0)
    throw wrong(
      'header_unknown',
      `Unknown columns in the header: ${unknown.slice(0, 5).join(', ').slice(0, 200)}. Known columns: ${[...fields].join(', ')}.`,
    )
  const twice = names.find((name, at) => name !== undefined && names.indexOf(name) < at)
  if (twice !== undefined) throw wrong('header_repeated', `The header contains the column ${twice} twice.`)
  return names
}

const readRecord = (record: readonly string[], header: Header, row: number): RawRow => {
  if (record.length < header.length || record.some((cell, at) => cell !== '' && header[at] === undefined))
    return unreadable(
      row,
      'row_columns',
      `The row has ${record.length} cells, but the header names ${header.filter(Boolean).length} of ${header.length} columns.`,
    )
  const values: Record<string, string> = {}
  let length = 0
  for (const [at, name] of header.entries()) {
    const cell = record[at] ?? ''
    length += cell.length
    if (cell === '' || name === undefined) continue
    const text = decoded(cell)
    if (text === undefined)
      return unreadable(
        row,
        'row_not_utf8',
        'The cell is not UTF-8 text. In a spreadsheet, save the file as "CSV UTF-8".',
        name,
      )
    values[name] = unguarded(text)
  }
  if (length > maxRowBytes) return unreadable(row, 'row_too_long', 'A row must not exceed 1 MB.')
  return { row, values }
}

/**
 * Parses CSV (RFC 4180) and the variants of spreadsheets: a header, then one record per row, separated by commas,
 * semicolons or tabs. An empty cell is no value, a record of empty cells is skipped, and a column without a name must
 * be empty.
 */
export async function* csvRows(
  chunks: AsyncIterable<Uint8Array>,
  fields: ReadonlySet<string>,
  first: number,
): AsyncGenerator<Piece> {
  let row = first
  let header: Header | undefined
  for await (const { found, bytes } of records(chunks, () => row - 1)) {
    const rows: RawRow[] = []
    for (const record of found) {
      if (record.every((cell) => cell === '')) continue
      if (header === undefined) header = readHeader(record, fields)
      else rows.push(readRecord(record, header, row++))
    }
    yield { rows, bytes }
  }
  if (header === undefined)
    throw domainError(
      'invalid',
      'header_missing',
      'A CSV file must begin with a header that names its columns.',
    )
}
