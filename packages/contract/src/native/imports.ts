import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Time } from './shapes.ts'

export const importFormats = ['ndjson', 'csv'] as const
export const importStates = ['waiting', 'running', 'stopped', 'done'] as const

/** Media types of rows, by format. */
export const rowTypes = { ndjson: 'application/x-ndjson', csv: 'text/csv' } as const

const Count = Type.Integer({ minimum: 0 })

const counts = {
  rows_done: Type.Integer({
    minimum: 0,
    description: 'Number of processed rows, after which the import continues; the CSV header does not count.',
  }),
  created: Count,
  updated: Count,
  unchanged: Type.Integer({ minimum: 0, description: 'Rows of users that did not need a change.' }),
  failed: Count,
}

export const Import = Type.Object(
  {
    id: Type.String(),
    domain_id: Type.String(),
    format: Type.Enum([...importFormats]),
    mode: Type.Enum(['create', 'create_or_update']),
    match: Type.Enum(['username', 'email']),
    dry_run: Type.Boolean(),
    invite: Type.Boolean(),
    state: Type.Enum([...importStates]),
    stopped_by: nullable(Type.String({ description: 'Why it stopped; null if it did not stop.' })),
    ...counts,
    created_by: nullable(
      Type.String({ description: 'The user that created it; null: the operator of the server.' }),
    ),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const NewImport = Type.Object(
  {
    format: Type.Enum([...importFormats]),
    domain_id: optional(Id),
    mode: optional(
      Type.Enum(['create', 'create_or_update'], {
        description: 'Whether a row of an existing user changes that user or is an error. Default: `create`.',
      }),
    ),
    match: optional(
      Type.Enum(['username', 'email'], {
        description:
          'The field that identifies existing users with `create_or_update`: the claimed email or the username.',
      }),
    ),
    dry_run: optional(
      Type.Boolean({ description: 'Reports the result for each row without changing anything.' }),
    ),
    invite: optional(
      Type.Boolean({
        description:
          'Invites the users of rows without a password hash: new ones, and with `create_or_update` pending ones. Default: new users of such rows are `pending`.',
      }),
    ),
  },
  strict,
)

export const ImportError = Type.Object(
  {
    row: Type.Integer({ minimum: 1 }),
    field: nullable(Type.String()),
    code: Type.String(),
    message: Type.String(),
  },
  strict,
)

export const imports = {
  listImports: {
    method: 'GET',
    path: '/imports',
    description:
      'Lists imports with their states. Administrators and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List imports, newest first',
    query: ['domain_id', ...paging],
    strictQuery: true,
    responses: { 200: page('imports', Import) },
    source: 'docs/import-export.md',
  },
  createImport: {
    method: 'POST',
    path: '/imports',
    description:
      'Creates an import; send its rows to `/imports/{import_id}/rows`. Administrators and managers of the domain may do this. An unknown domain is 404.',
    summary: 'Create an import of users; its rows are sent next',
    strictQuery: true,
    body: NewImport,
    responses: { 201: Import },
    errors: [404, 415],
    source: 'docs/import-export.md',
  },
  getImport: {
    method: 'GET',
    path: '/imports/{import_id}',
    description:
      'Shows the state and the counts of an import. Administrators and managers of the domain may do this. A missing import is 404 `import_not_found`.',
    summary: 'Show the progress of an import',
    strictQuery: true,
    responses: { 200: Import },
    errors: [404],
    source: 'docs/import-export.md',
  },
  deleteImport: {
    method: 'DELETE',
    path: '/imports/{import_id}',
    description:
      'Deletes the record of an import and its errors; imported users stay. Administrators and managers of the domain may do this.',
    summary: 'Delete an import and its errors; the users stay',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/import-export.md',
  },
  sendRows: {
    method: 'POST',
    path: '/imports/{import_id}/rows',
    description:
      'Sends the rows as NDJSON or CSV, of any length. The response is NDJSON, streamed while rows are read: failed rows, counts, and finally the state `done` or `stopped`. Administrators and managers of the domain may do this. After an interruption, send the same file again: the import continues after `rows_done`. With `more=true`, the end of these rows is not the end of the import.',
    summary: 'Send the rows of an import, of any length; the response streams their results',
    query: ['more'],
    strictQuery: true,
    headers: ['Import-Offset'],
    requestStream: [rowTypes.ndjson, rowTypes.csv],
    responseStream: ['application/x-ndjson'],
    responses: { 200: Type.String() },
    errors: [404, 409, 415],
    source: 'docs/import-export.md',
  },
  listImportErrors: {
    method: 'GET',
    path: '/imports/{import_id}/errors',
    description:
      'Lists failed rows with the field and the reason, at most the first 10,000. Administrators and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List the failed rows of an import: the first 10,000',
    query: paging,
    strictQuery: true,
    responses: { 200: page('errors', ImportError) },
    errors: [404],
    source: 'docs/import-export.md',
  },
  exportUsers: {
    method: 'GET',
    path: '/users/export',
    description:
      'Streams the users of one domain as NDJSON or CSV, without passwords. Administrators and managers of the domain may do this. The filters are those of the list of users.',
    summary: 'Export the users of a domain, without their passwords',
    query: [
      'format',
      'domain_id',
      'username',
      'email',
      'status',
      'kind',
      'search',
      'search_fields',
      'filter',
      'metadata',
    ],
    strictQuery: true,
    responseStream: [rowTypes.ndjson, rowTypes.csv],
    responses: { 200: Type.String() },
    errors: [404],
    source: 'docs/import-export.md',
  },
} as const satisfies Contract
