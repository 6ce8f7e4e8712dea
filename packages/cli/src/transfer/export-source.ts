import type { ExportUsers } from '@muster/sdk'
import type { FileFormat } from './file-format.ts'

/** The options of `muster export`. */
export type ExportOptions = {
  readonly format?: FileFormat
  readonly domain?: string
  readonly excel?: boolean
  readonly force?: boolean
  readonly withPasswordHashes?: boolean
  readonly offline?: boolean
  readonly config?: string
  readonly profile?: string
  readonly debug?: boolean
  /** Which users: the conditions of the list of users. */
  readonly conditions: Omit<ExportUsers, 'format' | 'domain_id'>
}

/** Users as text in the format, in pieces, and how many there are where that is known. */
export type ExportedText = {
  readonly pieces: AsyncIterable<string>
  readonly total: number | undefined
}

export type ExportSource = (
  format: FileFormat,
  options: ExportOptions,
  work: (text: ExportedText) => Promise<void>,
) => Promise<void>
