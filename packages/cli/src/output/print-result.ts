import { type Column, type Columns, chosenColumns, defaultColumns } from './columns.ts'
import { csvHead, csvRow } from './csv.ts'
import { write } from './out.ts'
import { safeDocument, safeText } from './safe-text.ts'

export const formats = ['table', 'json', 'yaml', 'csv', 'value'] as const

export type Output = {
  readonly format: (typeof formats)[number]
  /** The names of `--columns`. */
  readonly columns: readonly string[] | undefined
}

/** The columns of a result: chosen ones are checked before anything is sent. */
export const columnsOf = (
  columns: Columns,
  { columns: names }: Output,
  single: boolean,
): readonly Column[] =>
  names === undefined ? defaultColumns(columns, single) : chosenColumns(columns, names)

/** JSON and YAML contain the whole object unless columns are chosen. */
const picked = (row: object, columns: readonly Column[], { columns: names }: Output): object =>
  names === undefined ? row : Object.fromEntries(columns.map(({ name, value }) => [name, value(row) ?? null]))

const jsonOf = (value: object, indent = 2): string => safeDocument(JSON.stringify(value, undefined, indent))

/** Tab-separated cells in one line, for scripts. */
const valueLine = (columns: readonly Column[], row: object): string =>
  `${columns.map(({ text }) => safeText(text(row))).join('\t')}\n`

/** Prints one object. */
export const printObject = async (
  object: object,
  columns: readonly Column[],
  output: Output,
): Promise<void> => {
  switch (output.format) {
    case 'json':
      return write(`${jsonOf(picked(object, columns, output))}\n`)
    case 'yaml':
      return write((await import('./yaml.ts')).yamlOf(picked(object, columns, output)))
    case 'csv':
      return write(csvHead(columns) + csvRow(columns, object))
    case 'value':
      return write(valueLine(columns, object))
    case 'table':
      return write((await import('./table.ts')).fieldsTable(columns, object))
  }
}

/** The widths of a table are those of its first rows, so that a long list is not kept in memory. */
const measured = 100

async function* tableLines(
  rows: AsyncIterable<object> | readonly object[],
  columns: readonly Column[],
  measure: number,
) {
  const { makeTable } = await import('./table.ts')
  let first: object[] = []
  let table: ReturnType<typeof makeTable> | undefined
  for await (const row of rows) {
    if (table) {
      yield table.row(row)
      continue
    }
    first.push(row)
    if (first.length < measure) continue
    table = makeTable(columns, first)
    yield table.head + first.map(table.row).join('')
    first = []
  }
  if (table) return
  const { head, row } = makeTable(columns, first)
  yield head + first.map(row).join('')
}

async function* jsonLines(rows: AsyncIterable<object> | readonly object[], pick: (row: object) => object) {
  let separator = '[\n'
  for await (const row of rows) {
    yield `${separator}${jsonOf(pick(row)).replaceAll(/^/gm, '  ')}`
    separator = ',\n'
  }
  yield separator === '[\n' ? '[]\n' : '\n]\n'
}

async function* linesOf(
  rows: AsyncIterable<object> | readonly object[],
  columns: readonly Column[],
  output: Output,
  endless: boolean,
): AsyncIterable<string> {
  const pick = (row: object) => picked(row, columns, output)
  switch (output.format) {
    case 'json':
      if (!endless) return yield* jsonLines(rows, pick)
      for await (const row of rows) yield `${jsonOf(pick(row), 0)}\n`
      return
    case 'yaml': {
      const { yamlOf } = await import('./yaml.ts')
      let isEmpty = true
      for await (const row of rows) {
        yield endless ? `---\n${yamlOf(pick(row))}` : yamlOf([pick(row)])
        isEmpty = false
      }
      if (isEmpty && !endless) yield '[]\n'
      return
    }
    case 'csv':
      yield csvHead(columns)
      for await (const row of rows) yield csvRow(columns, row)
      return
    case 'value':
      for await (const row of rows) yield valueLine(columns, row)
      return
    case 'table':
      yield* tableLines(rows, columns, endless ? 1 : measured)
  }
}

/** Prints rows as they arrive. An endless list is one JSON object or YAML document for each row. */
export const printRows = async (
  rows: AsyncIterable<object> | readonly object[],
  columns: readonly Column[],
  output: Output,
  endless = false,
): Promise<void> => {
  for await (const line of linesOf(rows, columns, output, endless)) await write(line)
}
