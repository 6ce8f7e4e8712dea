import { Buffer, isUtf8 } from 'node:buffer'
import type { RawRow } from '../core/accounts/imports/raw-row.ts'
import { inexactNumber, notExact } from '../core/kernel/exact-numbers.ts'
import type { Piece } from './batches.ts'
import { asUtf8 } from './spreadsheet-text.ts'
import { maxRowBytes, unreadable } from './wrong-rows.ts'

const newline = 10

/** Lines as bytes; undefined for a line above the maximum row size, which is skipped. */
async function* lines(chunks: AsyncIterable<Buffer>) {
  let begun: Buffer[] = []
  let length = 0
  const cut = (last: Buffer): Buffer | undefined => {
    const whole = length + last.length
    const line = whole > maxRowBytes ? undefined : begun.length === 0 ? last : Buffer.concat([...begun, last])
    begun = []
    length = 0
    return line
  }
  for await (const chunk of chunks) {
    const found: (Buffer | undefined)[] = []
    let start = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      found.push(cut(chunk.subarray(start, end)))
      start = end + 1
    }
    const rest = chunk.subarray(start)
    length += rest.length
    // Copied, so that a few bytes do not retain the whole chunk.
    if (length <= maxRowBytes) begun.push(Buffer.from(rest))
    else begun = []
    yield { found, bytes: chunk.length }
  }
  yield { found: [cut(Buffer.alloc(0))], bytes: 0 }
}

const readLine = (line: Buffer, row: number, fields: ReadonlySet<string>): RawRow => {
  if (!isUtf8(line)) return unreadable(row, 'row_not_utf8', 'The line is not UTF-8 text.')
  const text = line.toString('utf8')
  let values: unknown
  try {
    values = JSON.parse(text)
  } catch {
    return unreadable(row, 'row_unreadable', 'The line is not valid JSON.')
  }
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    return unreadable(row, 'row_unreadable', 'A row must be a JSON object.')
  const unknown = Object.keys(values).find((key) => !fields.has(key))
  if (unknown !== undefined)
    return unreadable(row, 'field_unknown', 'The field is unknown.', unknown.slice(0, 64))
  const [field] = inexactNumber(text) ?? []
  if (field !== undefined) return unreadable(row, 'number_not_exact', `${field} ${notExact}.`, field)
  return { row, values: values as Record<string, unknown> }
}

const blank = (line: Buffer) => line.every((byte) => byte === 32 || byte === 9 || byte === 13)

/** Parses one JSON object per line; blank lines are skipped. */
export async function* ndjsonRows(
  chunks: AsyncIterable<Uint8Array>,
  fields: ReadonlySet<string>,
  first: number,
): AsyncGenerator<Piece> {
  let row = first
  for await (const { found, bytes } of lines(asUtf8(chunks))) {
    const rows: RawRow[] = []
    for (const line of found) {
      if (line === undefined) rows.push(unreadable(row++, 'row_too_long', 'A row must not exceed 1 MB.'))
      else if (!blank(line)) rows.push(readLine(line, row++, fields))
    }
    yield { rows, bytes }
  }
}
