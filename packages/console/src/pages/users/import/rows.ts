import { checkJson, checkText, type ValueError } from './check-value.ts'
import { csvReader } from './csv-reader.ts'
import { type ImportField, importFields } from './fields.ts'
import { type Reading, textOf } from './file-text.ts'

export type CellError = { readonly column: number; readonly error: ValueError }

/** A row of the file that is sent. */
export type SourceRow = {
  /** The line of the spreadsheet, from 1; the header of CSV is the first. Of NDJSON, the line of the file. */
  readonly line: number
  /** As shown; of NDJSON, the values of the fields. */
  readonly cells: readonly string[]
  /** As sent. */
  readonly text: string
  readonly errors: readonly CellError[]
}

export type Columns = readonly (ImportField | undefined)[]

/** Records of a CSV file with their lines, the header included. */
async function* recordsOf(file: File, { encoding, separator }: Reading) {
  const reader = csvReader(separator)
  let line = 0
  let isFirst = true
  const numbered = (records: readonly (readonly string[])[]) => {
    // A first line `sep=;` is for spreadsheets only.
    const shown = isFirst && /^sep=/i.test(records[0]?.[0] ?? '') ? records.slice(1) : records
    if (records.length > 0) isFirst = false
    line += records.length - shown.length
    return shown.map((cells) => ({ line: ++line, cells }))
  }
  for await (const text of textOf(file, encoding)) yield* numbered(reader.push(text))
  yield* numbered(reader.end())
}

/** Lines of an NDJSON file that are not blank. */
async function* linesOf(file: File, { encoding }: Reading) {
  let rest = ''
  let line = 0
  for await (const text of textOf(file, encoding)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const one of lines) {
      line++
      if (one.trim() !== '') yield { line, text: one.trim() }
    }
  }
  if (rest.trim() !== '') yield { line: line + 1, text: rest.trim() }
}

/** The header of a CSV file: the first record that is not blank; none of NDJSON, whose fields have fixed names. */
export const headerOf = async (file: File, reading: Reading): Promise<readonly string[]> => {
  if (reading.format === 'ndjson') return importFields
  for await (const { cells } of recordsOf(file, reading)) if (cells.some((cell) => cell !== '')) return cells
  return []
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

const csvRow = (line: number, cells: readonly string[], columns: Columns): SourceRow | undefined => {
  const mapped = columns.flatMap((field, at) =>
    field === undefined ? [] : [{ field, at, cell: cells[at] ?? '' }],
  )
  // The server skips such rows. Before any column has a field, all rows are shown.
  const counted = mapped.length === 0 ? cells : mapped.map(({ cell }) => cell)
  if (counted.every((cell) => cell === '')) return undefined
  const isUneven = cells.length < columns.length || cells.slice(columns.length).some((cell) => cell !== '')
  const wrong = mapped.flatMap(({ field, at, cell }) => {
    const error = field === 'username' && cell === '' ? 'missing' : checkText(field, cell)
    return error === undefined ? [] : [{ column: at, error }]
  })
  const uneven: readonly CellError[] = isUneven ? [{ column: -1, error: 'cells' }] : []
  // One cell too many makes the server reject a row whose cells may belong to other columns.
  const text = [...mapped.map(({ cell }) => quoted(cell)), ...(isUneven ? ['"?"'] : [])].join(',')
  return { line, cells, text, errors: [...uneven, ...wrong] }
}

const parsedJson = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

const jsonRow = (line: number, text: string): SourceRow => {
  const values = parsedJson(text)
  if (!values) return { line, cells: [text], text, errors: [{ column: 0, error: 'json' }] }
  const shown = (value: unknown) =>
    value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
  const errors = importFields.flatMap((field, column) => {
    const isMissing = field === 'username' && (values[field] === undefined || values[field] === '')
    const error = isMissing ? 'missing' : checkJson(field, values[field])
    return error === undefined ? [] : [{ column, error } as const]
  })
  return { line, cells: importFields.map((field) => shown(values[field])), text, errors }
}

/** The rows that are sent, in their order: the server gives them the numbers 1, 2, … */
export async function* rowsOf(file: File, reading: Reading, columns: Columns): AsyncGenerator<SourceRow> {
  if (reading.format === 'ndjson') {
    for await (const { line, text } of linesOf(file, reading)) yield jsonRow(line, text)
    return
  }
  let isHeader = true
  for await (const { line, cells } of recordsOf(file, reading)) {
    if (isHeader) {
      if (cells.some((cell) => cell !== '')) isHeader = false
      continue
    }
    const row = csvRow(line, cells, columns)
    if (row) yield row
  }
}

/** The first line of every part of a CSV file. */
export const sentHeader = ({ format }: Reading, columns: Columns): string =>
  format === 'csv' ? `${columns.filter((field) => field !== undefined).join(',')}\n` : ''
