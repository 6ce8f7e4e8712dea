import { domainRestriction } from '../../kernel/caller.ts'
import { query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import { importTarget, requireImport } from './get-import.ts'
import { type Import, type RowError, withDerivedState } from './import.ts'
import type { ImportListQuery } from './import-store.ts'

/** Newest first. A domain-scoped caller sees only imports of its domain, whatever the filter. */
export const listImports = query({
  searches: true,
  rule: 'muster:import_users',
  target: (input: ImportListQuery, _found, { caller }) => ({
    target: { user: { domain_id: domainRestriction(caller) ?? input.domainId } },
  }),
  read: async (input, _found, { stores, caller, now }): Promise<Slice<Import>> => {
    const domainId = domainRestriction(caller) ?? input.domainId
    const { rows, more } = await stores.imports.list({ ...input, domainId })
    return { rows: rows.map((found) => withDerivedState(found, now)), more }
  },
})

export type ListImportErrors = {
  readonly id: string
  readonly limit: number
  /** The last row of the previous page; 0 for the first page. */
  readonly after: number
}

/** The first `errorsKept` errors, ordered by row. */
export const listImportErrors = query({
  searches: true,
  rule: 'muster:import_users',
  load: ({ id }: ListImportErrors, at) => requireImport(id, at),
  target: (_input, found) => importTarget(found),
  read: async ({ id, after, limit }, _found, { stores }): Promise<Slice<RowError>> =>
    stores.imports.errors(id, after, limit),
})
