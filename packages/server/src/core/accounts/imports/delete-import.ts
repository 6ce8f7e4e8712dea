import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { importTarget, requireImport } from './get-import.ts'

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
