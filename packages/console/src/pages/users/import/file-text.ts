import { separatorOf } from './csv-reader.ts'

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export type Encoding = (typeof encodings)[number]

export type ImportFormat = 'csv' | 'ndjson'

/** How the bytes of a file become rows. */
export type Reading = {
  readonly format: ImportFormat
  readonly encoding: Encoding
  /** Of CSV. */
  readonly separator: string
}

/** Bytes by which a file is recognised. */
const sample = 65_536

const encodingOf = (bytes: Uint8Array, isWhole: boolean): Encoding => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  try {
    // The sample may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
    return 'utf-8'
  } catch {
    return 'windows-1252'
  }
}

/** Recognises format, encoding and separator of a file. */
export const recognize = async (file: File): Promise<Reading> => {
  const bytes = new Uint8Array(await file.slice(0, sample).arrayBuffer())
  const encoding = encodingOf(bytes, bytes.length === file.size)
  const text = new TextDecoder(encoding).decode(bytes)
  const isJson = /\.(ndjson|jsonl)$/i.test(file.name) || /^\s*\{/.test(text)
  return { format: isJson ? 'ndjson' : 'csv', encoding, separator: separatorOf(text) }
}

/** The text of a file, in pieces, without a byte order mark. */
export async function* textOf(file: File, encoding: Encoding): AsyncGenerator<string> {
  const reader = file.stream().getReader()
  const decoder = new TextDecoder(encoding)
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read())
      yield decoder.decode(read.value, { stream: true })
    yield decoder.decode()
  } finally {
    await reader.cancel()
  }
}
