import { type imports as contract, importFormats, rowTypes } from '@muster/contract/native/imports.ts'
import { createImport } from '../../core/accounts/imports/create-import.ts'
import { exportFields, exportRows, exportUsersPage } from '../../core/accounts/imports/export-users.ts'
import type { Import, ImportCounts } from '../../core/accounts/imports/import.ts'
import {
  deleteImport,
  getImport,
  listImportErrors,
  listImports,
} from '../../core/accounts/imports/imports.ts'
import type { RowWriter } from '../../core/accounts/imports/raw-row.ts'
import { sendRows } from '../../core/accounts/imports/send-rows.ts'
import { BadRequest } from '../../http/api.ts'
import { nextCursor, readChoice, readPage, readText } from './lists.ts'
import type { NativeContext, NativeHandlers } from './request-context.ts'
import { resultLines } from './result-lines.ts'
import { time } from './times.ts'
import { readUserQuery } from './user-lists.ts'

const showCounts = ({ rowsDone, created, updated, unchanged, failed }: ImportCounts) => ({
  rows_done: rowsDone,
  created,
  updated,
  unchanged,
  failed,
})

const showImport = (found: Import) => ({
  id: found.id,
  domain_id: found.domainId,
  format: found.format,
  mode: found.mode,
  match: found.key,
  dry_run: found.dryRun,
  invite: found.invite,
  state: found.state,
  stopped_by: found.stoppedBy,
  ...showCounts(found),
  created_by: found.createdBy,
  created_at: time(found.createdAt),
  updated_at: time(found.updatedAt),
})

const offsetHeader = 'Import-Offset'

const readOffset = ({ header }: NativeContext): number => {
  const offset = header(offsetHeader.toLowerCase())
  if (offset === undefined) return 0
  if (/^\d{1,15}$/.test(offset)) return Number(offset)
  throw new BadRequest(`${offsetHeader} must be the number of rows to skip.`, offsetHeader)
}

async function* tellRows(
  { head, row }: RowWriter,
  pages: AsyncIterable<readonly Readonly<Record<string, unknown>>[]>,
): AsyncGenerator<string> {
  yield head
  for await (const page of pages) yield page.map(row).join('')
}

export const imports = {
  async listImports({ query }, context) {
    const page = readPage('imports', query, context)
    const domainId = readText(query, 'domain_id')
    const found = await context.run(listImports, { domainId, limit: page.limit, from: page.from })
    const position = ({ id, createdAt }: Import) => ({ id, value: createdAt })
    return {
      status: 200,
      body: { imports: found.rows.map(showImport), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async createImport({ body }, context) {
    const made = await context.run(createImport, {
      format: body.format,
      domainId: body.domain_id,
      mode: body.mode,
      key: body.match,
      dryRun: body.dry_run,
      invite: body.invite,
    })
    const location = `${context.base}/api/v1/imports/${encodeURIComponent(made.id)}`
    return { status: 201, headers: { location }, body: showImport(made) }
  },

  async getImport({ params }, context) {
    return { status: 200, body: showImport(await context.run(getImport, { id: params.import_id })) }
  },

  async deleteImport({ params }, context) {
    await context.run(deleteImport, { id: params.import_id })
    return { status: 204 }
  },

  async sendRows({ params, query, body }, context) {
    const { mediaType, bytes, signal } = body
    const lines = await sendRows({
      id: params.import_id,
      offset: readOffset(context),
      format: importFormats.find((format) => rowTypes[format] === mediaType),
      bytes,
      signal,
      more: readChoice(query, 'more', ['true', 'false']) === 'true',
      formats: context.rowFormats,
      run: context.run,
      now: Date.now,
    })
    return { status: 200, body: resultLines(lines, showCounts) }
  },

  async listImportErrors({ params, query }, context) {
    const page = readPage(`imports/${params.import_id}/errors`, query, context)
    const found = await context.run(listImportErrors, {
      id: params.import_id,
      after: Number(page.from?.id ?? 0),
      limit: page.limit,
    })
    const position = ({ row }: { readonly row: number }) => ({ id: String(row) })
    return {
      status: 200,
      body: { errors: [...found.rows], next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async exportUsers({ query }, context) {
    const format = readChoice(query, 'format', importFormats) ?? 'ndjson'
    const { where, filter, search, metadata } = readUserQuery(query)
    const pages = await exportRows({
      domainId: readText(query, 'domain_id'),
      // The domain is a separate parameter of an export, not a filter.
      where: where.filter(({ key }) => key !== 'domain_id'),
      filter,
      search,
      metadata,
      page: (input) => context.run(exportUsersPage, input),
    })
    const writer = context.rowFormats.write(format, exportFields)
    const headers = {
      'content-type': format === 'csv' ? `${rowTypes.csv}; charset=utf-8; header=present` : rowTypes.ndjson,
      'content-disposition': `attachment; filename="users.${format}"`,
    }
    return { status: 200, headers, body: tellRows(writer, pages) }
  },
} satisfies NativeHandlers<typeof contract>
