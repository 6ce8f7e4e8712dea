import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { importTarget, requireImport } from './get-import.ts'
import type { Import, ImportFormat } from './import.ts'

export type StartRows = {
  readonly id: string
  /** Rows of the file that come before the first one sent. */
  readonly offset: number
  /** What the rows are written in, as the sender says; undefined: nothing that an import could read. */
  readonly format: ImportFormat | undefined
}

/** `runner` proves to the other steps who sends rows: it never leaves the process. */
export type StartedRows = { readonly found: Import; readonly runner: string }

/**
 * Takes an import for one sender, from any other: whoever lost its connection may be back before the server has
 * noticed. The other one's next batch is refused. Rejects with `conflict` when the import is done, `invalid` when rows
 * would be missing in between.
 */
export const acquireLease = command({
  rule: 'muster:import_users',
  isolation: 'read committed',
  load: ({ id }: StartRows, at) => requireImport(id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ id, offset, format }, { ports, stores, now, found: asked }): Promise<StartedRows> => {
    if (format === undefined)
      throw domainError('invalid', 'media_type_unsupported', 'Rows are application/x-ndjson or text/csv.')
    if (format !== asked.format)
      throw domainError(
        'invalid',
        'import_format_differs',
        `This import is of ${asked.format}, and the rows are ${format}.`,
      )
    const runner = ports.newId()
    if (!(await stores.imports.take(id, runner, now)))
      throw domainError('conflict', 'import_done', 'This import is done.')
    const found = await requireImport(id, { stores, now })
    if (offset > found.rowsDone)
      throw domainError(
        'invalid',
        'import_gap',
        `The import continues behind row ${found.rowsDone}; ${offset} rows are left away.`,
        { field: 'Import-Offset' },
      )
    return { found, runner }
  },
})

export type EndRows = {
  readonly id: string
  readonly runner: string
  /** Null: the file came to its end. */
  readonly stoppedBy: string | null
}

/** Only who knows the runner leaves in its name, even after its authority has ended: so it is open to everybody. */
export const releaseLease = command({
  rule: 'open',
  isolation: 'read committed',
  apply: async ({ id, runner, stoppedBy }: EndRows, { stores, now, record }): Promise<Import | undefined> => {
    const state = stoppedBy === null ? 'done' : 'stopped'
    if (!(await stores.imports.leave({ id, runner }, { state, stoppedBy, at: now }))) return undefined
    const found = await requireImport(id, { stores, now })
    record({
      kind: `import.${state}`,
      subject: { type: 'import', id },
      domainId: found.domainId,
      detail: {
        rows_done: found.rowsDone,
        created: found.created,
        updated: found.updated,
        failed: found.failed,
        ...(stoppedBy === null ? {} : { stopped_by: stoppedBy }),
      },
    })
    return found
  },
})
