import { ArgumentError } from '../../transport/errors.ts'
import { readLines } from '../../transport/lines.ts'
import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi, PostOptions } from '../api.ts'
import type { Import, ImportError, NewImport } from '../types.ts'
import type { UserConditions } from './users.ts'

/** The number of rows with each result. */
export type ImportCounts = Pick<Import, 'rows_done' | 'created' | 'updated' | 'unchanged' | 'failed'>

/** A line of the response while rows are sent. Without a `done` or `stopped` at the end, the connection broke. */
export type ImportLine =
  | ({ readonly kind: 'error' } & ImportError)
  | ({ readonly kind: 'progress' | 'done' } & ImportCounts)
  | ({ readonly kind: 'stopped'; readonly code: string; readonly message: string } & ImportCounts)

export type Rows = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>>

export interface SendRows extends CallOptions {
  readonly format: Import['format']
  /** How many rows of the import are left out of these rows; default: 0. */
  readonly offset?: number | undefined
  /** More rows follow in another call, with their `offset`: the import ends as `stopped` with the code `more_rows`. */
  readonly more?: boolean | undefined
}

export interface ExportUsers extends Omit<UserConditions, 'domain_id'> {
  readonly domain_id?: string | undefined
  /** Default: `ndjson`. */
  readonly format?: Import['format'] | undefined
}

const types = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const
const path = '/imports/{import_id}'

export const makeImports = (api: NativeApi) => ({
  list: (query: { readonly domain_id?: string; readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<Import>('/imports', 'imports', { query }, options),

  /** Creates an import; its rows are sent with `sendRows`. */
  create: (newImport: NewImport, options?: PostOptions) =>
    api.send<Import>('POST', '/imports', { json: newImport }, options),

  get: (importId: string, options?: CallOptions) =>
    api.send<Import>('GET', path, { params: { import_id: importId } }, options),

  /** Deletes an import and its errors; the users stay. */
  async delete(importId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { import_id: importId } }, options)
  },

  /** The first 10,000 failed rows. */
  errors: (importId: string, query: { readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<ImportError>(`${path}/errors`, 'errors', { params: { import_id: importId }, query }, options),

  /**
   * Sends rows of any number, and yields their errors and the progress. After an interruption, send the same rows again:
   * the import continues after `rows_done`.
   *
   * @example
   * const { id } = await muster.imports.create({ format: 'csv' })
   * for await (const line of muster.imports.sendRows(id, file.stream(), { format: 'csv' })) console.log(line)
   */
  async *sendRows(
    importId: string,
    rows: Rows,
    { format, offset, more, ...options }: SendRows,
  ): AsyncGenerator<ImportLine> {
    if (!Object.hasOwn(types, format)) throw new ArgumentError('format', 'must be ndjson or csv')
    const request = { method: 'POST', path: `${path}/rows` } as const
    const { raw } = await api.transport.send({
      ...request,
      params: { import_id: importId },
      query: { more: more || undefined },
      body: rows,
      headers: {
        'content-type': types[format],
        ...(offset === undefined ? {} : { 'import-offset': String(offset) }),
      },
      expect: 'stream',
      ...options,
    })
    for await (const line of readLines(raw, request)) yield lineOf(line as Readonly<Record<string, unknown>>)
  },

  /** The users of a domain as text in the format, piece by piece. */
  async exportUsers(query: ExportUsers = {}, options: CallOptions = {}): Promise<ReadableStream<Uint8Array>> {
    const { raw } = await api.transport.send({
      method: 'GET',
      path: '/users/export',
      query: { ...query },
      headers: { accept: types[query.format ?? 'ndjson'] },
      expect: 'stream',
      ...options,
    })
    return raw.body ?? new ReadableStream({ start: (controller) => controller.close() })
  },
})

const lineOf = (line: Readonly<Record<string, unknown>>): ImportLine => {
  const kind = 'row' in line ? 'error' : (line.state ?? 'progress')
  const { state: _state, ...rest } = line
  return { ...rest, kind } as ImportLine
}
