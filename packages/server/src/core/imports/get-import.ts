import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { asHeard, type Import } from './import.ts'

/** Fetches an import or refuses `not_found`. */
export const theImport = async (id: string, { stores, now }: Pick<At, 'stores' | 'now'>): Promise<Import> => {
  const found = await stores.imports.get(id)
  if (!found) throw notFound('import', id)
  return asHeard(found, now)
}

/** What rules may compare of an import: whose users it makes. */
export const importTarget = ({ domainId }: Pick<Import, 'domainId'>) => ({
  target: { user: { domain_id: domainId } },
})

type Named = { readonly id: string }

export const getImport = query({
  rule: 'muster:import_users',
  load: ({ id }: Named, at) => theImport(id, at),
  target: (_input, found) => importTarget(found),
  read: async (_input, found): Promise<Import> => found,
})
