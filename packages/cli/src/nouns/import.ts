import type { Import, ImportError } from '@muster/sdk'
import { reference } from '../command/field.ts'
import { type Noun, verb } from '../command/verb.ts'

const importColumns = {
  id: true,
  state: true,
  rows_done: true,
  created: true,
  updated: true,
  unchanged: true,
  failed: true,
  created_at: true,
  domain_id: false,
  format: false,
  mode: false,
  match: false,
  dry_run: false,
  invite: false,
  stopped_by: false,
  created_by: false,
  updated_at: false,
} as const satisfies Record<keyof Import, boolean>

const errorColumns = { row: true, field: true, code: true, message: true } as const satisfies Record<
  keyof ImportError,
  boolean
>

const args = { import: { about: 'the id', names: 'import' } } as const

/** The verbs beside `muster import FILE`. */
export const importNoun: Noun = {
  name: 'import',
  about: 'imports of users',
  verbs: {
    list: verb({
      about: 'list imports, newest first',
      fields: { domain_id: reference('domain', 'only this domain') },
      examples: ['muster import list --limit 5'],
      shows: 'rows',
      columns: importColumns,
      run: ({ muster, body, page }) => muster.imports.list({ ...body, ...page }),
    }),
    show: verb({
      about: 'show an import and its counts',
      args,
      examples: ['muster import show 3f0c…'],
      shows: 'object',
      columns: importColumns,
      run: ({ muster, args: { import: id } }) => muster.imports.get(id),
    }),
    errors: verb({
      about: 'list the rows that failed, at most 10,000',
      args,
      examples: ['muster import errors 3f0c… --output csv'],
      shows: 'rows',
      columns: errorColumns,
      run: ({ muster, args: { import: id }, page }) => muster.imports.errors(id, page),
    }),
    delete: verb({
      about: 'delete an import and its errors; the users stay',
      args,
      examples: ['muster import delete 3f0c… --yes'],
      confirm: ({ import: label }) => `Delete the import ${label} and its errors?`,
      shows: 'sentence',
      run: async ({ muster, args: { import: id } }) => {
        await muster.imports.delete(id)
        return `Deleted the import ${id}.`
      },
    }),
  },
}
