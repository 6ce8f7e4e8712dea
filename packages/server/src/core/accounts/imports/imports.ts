import { domainRestriction } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import { type Import, type RowError, withDerivedState } from './import.ts'
import type { ImportListQuery } from './import-store.ts'

/** Fetches an import or rejects with `not_found`. */
export const requireImport = async (
  id: string,
  { stores, now }: Pick<OperationContext, 'stores' | 'now'>,
): Promise<Import> => {
  const found = await stores.imports.get(id)
  if (!found) throw notFound('import', id)
  return withDerivedState(found, now)
}

/** Rule target: the domain of the imported users. */
export const importTarget = ({ domainId }: Pick<Import, 'domainId'>) => ({
  target: { user: { domain_id: domainId } },
})

type Named = { readonly id: string }

export const getImport = query({
  rule: 'muster:import_users',
  load: ({ id }: Named, at) => requireImport(id, at),
  target: (_input, found) => importTarget(found),
  read: async (_input, found): Promise<Import> => found,
})

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

/** Deletes an import and its errors. Imported users remain; a running sender is stopped at its next batch. */
export const deleteImport = command({
  rule: 'muster:import_users',
  isolation: 'read committed',
  load: ({ id }: { readonly id: string }, at) => requireImport(id, at),
  target: (_input, found) => importTarget(found),
  apply: async ({ id }, { found, stores, record }) => {
    if (!(await stores.imports.delete(id))) throw notFound('import', id)
    record({ kind: 'import.deleted', subject: { type: 'import', id }, domainId: found.domainId })
  },
})
