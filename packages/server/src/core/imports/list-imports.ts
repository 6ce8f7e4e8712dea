import { confinedTo } from '../caller.ts'
import type { Slice } from '../lists/list-query.ts'
import { query } from '../operation.ts'
import { importTarget, theImport } from './get-import.ts'
import { asHeard, type Import, type RowError } from './import.ts'
import type { ImportListQuery } from './import-store.ts'

/** Newest first. A domain-scoped caller sees those of its domain, whatever it asks for. */
export const listImports = query({
  searches: true,
  rule: 'muster:import_users',
  target: (input: ImportListQuery, _found, { caller }) => ({
    target: { user: { domain_id: confinedTo(caller) ?? input.domainId } },
  }),
  read: async (input, _found, { stores, caller, now }): Promise<Slice<Import>> => {
    const domainId = confinedTo(caller) ?? input.domainId
    const { rows, more } = await stores.imports.list({ ...input, domainId })
    return { rows: rows.map((found) => asHeard(found, now)), more }
  },
})

export type ListImportErrors = {
  readonly id: string
  readonly limit: number
  /** The last row seen; 0: none. */
  readonly after: number
}

/** The first `errorsKept` ones, by their rows. */
export const listImportErrors = query({
  searches: true,
  rule: 'muster:import_users',
  load: ({ id }: ListImportErrors, at) => theImport(id, at),
  target: (_input, found) => importTarget(found),
  read: async ({ id, after, limit }, _found, { stores }): Promise<Slice<RowError>> =>
    stores.imports.errors(id, after, limit),
})
