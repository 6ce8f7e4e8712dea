import type { Readable } from 'node:stream'
import type { Import, ImportLine } from '@muster/sdk'
import type { FileFormat } from './file-format.ts'

/** The options of `muster import`. */
export type ImportOptions = {
  readonly format?: FileFormat
  readonly domain?: string
  readonly update?: 'username' | 'email'
  readonly invite?: boolean
  readonly dryRun?: boolean
  readonly errors?: string
  readonly resume?: string
  readonly offline?: boolean
  readonly config?: string
  readonly profile?: string
  readonly debug?: boolean
}

export type SentImport = Pick<
  Import,
  'id' | 'format' | 'dry_run' | 'rows_done' | 'created' | 'updated' | 'unchanged' | 'failed'
>

/** Where an import goes: the API of a server, or its database. */
export type ImportSource = {
  /** Creates the import, or finds the one of `--resume`. */
  readonly open: (format: FileFormat, options: ImportOptions) => Promise<SentImport>
  readonly send: (found: SentImport, bytes: Readable, signal: AbortSignal) => AsyncIterable<ImportLine>
  /** The import after an interruption. */
  readonly read: (id: string) => Promise<SentImport>
  /** The command that shows all stored errors; undefined: all errors are in the lines. */
  readonly errors: (id: string) => string | undefined
}
