import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import type { Import, ImportFormat } from './import.ts'
import { importTarget, requireImport } from './imports.ts'

export type AcquireLease = {
  readonly id: string
  /** Number of rows of the file before the first one sent. */
  readonly offset: number
  /** The format declared by the sender; undefined for an unsupported media type. */
  readonly format: ImportFormat | undefined
}

/** `leaseId` identifies the sender in the other steps; it never leaves the process. */
export type AcquiredLease = { readonly found: Import; readonly leaseId: string }

/**
 * Acquires the lease of an import, replacing any other sender: a client may reconnect before the server has noticed
 * that its connection was lost. The next batch of the replaced sender is rejected. Rejects with `conflict` when the
 * import is done, `invalid` when rows would be skipped.
 */
export const acquireLease = command({
  rule: 'muster:import_users',
  isolation: 'read committed',
  load: ({ id }: AcquireLease, at) => requireImport(id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ id, offset, format }, { ports, stores, now, found: before }): Promise<AcquiredLease> => {
    if (format === undefined)
      throw domainError(
        'invalid',
        'media_type_unsupported',
        'The media type must be application/x-ndjson or text/csv.',
      )
    if (format !== before.format)
      throw domainError(
        'invalid',
        'import_format_differs',
        `The rows are ${format}, but this import expects ${before.format}.`,
      )
    const leaseId = ports.newId()
    if (!(await stores.imports.acquireLease(id, leaseId, now)))
      throw domainError(
        'conflict',
        'import_done',
        'This import is already done. Create a new import to send more rows.',
      )
    const found = await requireImport(id, { stores, now })
    if (offset > found.rowsDone)
      throw domainError(
        'invalid',
        'import_gap',
        `Import-Offset is ${offset}, but only ${found.rowsDone} rows have been imported. Continue with Import-Offset: ${found.rowsDone}.`,
        { field: 'Import-Offset' },
      )
    return { found, leaseId }
  },
})

export type ReleaseLease = {
  readonly id: string
  readonly leaseId: string
  /** Null: the whole file was read. */
  readonly stoppedBy: string | null
}

/** Why an import stopped whose sender said that more rows follow. */
export const moreRowsCode = 'more_rows'

/** Public, so that a sender without permissions can release its lease; only the sender has `leaseId`. */
export const releaseLease = command({
  access: 'public',
  isolation: 'read committed',
  apply: async (
    { id, leaseId, stoppedBy }: ReleaseLease,
    { stores, now, record },
  ): Promise<Import | undefined> => {
    const state = stoppedBy === null ? 'done' : 'stopped'
    if (!(await stores.imports.releaseLease({ id, leaseId }, { state, stoppedBy, at: now }))) return undefined
    const found = await requireImport(id, { stores, now })
    // A part that is followed by another one is neither an end nor an interruption.
    if (stoppedBy === moreRowsCode) return found
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
