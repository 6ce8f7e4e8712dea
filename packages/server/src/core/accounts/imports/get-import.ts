import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { type Import, withDerivedState } from './import.ts'

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
