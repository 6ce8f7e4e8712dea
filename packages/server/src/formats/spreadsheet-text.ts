import { Buffer } from 'node:buffer'
import { domainError } from '../core/kernel/domain-error.ts'

/** Bytes that are inspected for the encoding and the separator. */
const headLimit = 65_536
const newlines = /\r\n|\n|\r/

/** Reads the first line, up to the limit; it may include bytes after the line. */
const readHead = async (chunks: AsyncIterator<Uint8Array>): Promise<Buffer> => {
  let head = Buffer.alloc(0)
  while (head.length < headLimit && !head.includes(10) && !head.includes(13)) {
    const { done, value } = await chunks.next()
    if (done) break
    head = Buffer.concat([head, value])
  }
  return head
}

async function* all(first: Buffer, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  for (let next = await rest.next(); !next.done; next = await rest.next())
    yield Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
}

const notText = () =>
  domainError(
    'invalid',
    'file_not_utf8',
    'The file is neither UTF-8 text nor UTF-16 text with a byte order mark. Save it as UTF-8 (in a spreadsheet: "CSV UTF-8").',
  )

async function* fromUtf16(
  chunks: AsyncIterable<Buffer>,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Buffer> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (chunk?: Buffer) => {
    try {
      return Buffer.from(decoder.decode(chunk, { stream: chunk !== undefined }))
    } catch {
      throw notText()
    }
  }
  for await (const chunk of chunks) yield decode(chunk)
  yield decode()
}

/**
 * The text of a file as UTF-8 without a byte order mark. UTF-16, which spreadsheets write as "Unicode text", is
 * detected by its mark. Throws an `invalid` error for UTF-16 without one.
 */
export async function* asUtf8(text: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const chunks = text[Symbol.asyncIterator]()
  try {
    const head = await readHead(chunks)
    const mark = head.subarray(0, 2).toString('hex')
    if (mark === 'fffe') yield* fromUtf16(all(head, chunks), 'utf-16le')
    else if (mark === 'feff') yield* fromUtf16(all(head, chunks), 'utf-16be')
    else if (head.subarray(0, 256).includes(0)) throw notText()
    else yield* all(head.subarray(0, 3).toString('hex') === 'efbbbf' ? head.subarray(3) : head, chunks)
  } finally {
    await chunks.return?.()
  }
}

export type Separator = ',' | ';' | '\t'

const separators: readonly Separator[] = [',', ';', '\t']

/**
 * Detects the separator: the one of a first line `sep=;` (used by Excel), otherwise the most frequent one in the header
 * outside of quotes, by default a comma. `text` begins after a line `sep=`.
 */
export const separated = async (
  text: AsyncIterable<Buffer>,
): Promise<{ readonly separator: Separator; readonly text: AsyncIterable<Buffer> }> => {
  const chunks = text[Symbol.asyncIterator]()
  let head = await readHead(chunks)
  const [line = ''] = head.toString('latin1').split(newlines, 1)
  const declared = separators.find((separator) => line === `sep=${separator}`)
  if (declared !== undefined) {
    // The second byte of the line break may not have arrived yet; a blank line is skipped anyway.
    head = head.subarray(line.length + 1)
    return { separator: declared, text: all(head, chunks) }
  }
  const bare = line.replaceAll(/"[^"]*"?/g, '')
  const count = (separator: Separator) => bare.split(separator).length - 1
  const separator = separators.reduce((best, other) => (count(other) > count(best) ? other : best))
  return { separator, text: all(head, chunks) }
}
