import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { importTarget, requireImport } from './get-import.ts'

/** Forgets an import and its errors. The users it made stay; whoever still sends rows for it is stopped. */
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
