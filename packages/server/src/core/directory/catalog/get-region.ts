import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Region } from './catalog.ts'

/** Fetches a region or rejects with `not_found`. */
export const requireRegion = async (
  id: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<Region> => {
  const region = await stores.regions.get(id)
  if (!region) throw notFound('region', id)
  return region
}

export const getRegion = query({
  rule: 'identity:get_region',
  load: ({ id }: { readonly id: string }, at) => requireRegion(id, at),
  read: async (_input, region): Promise<Region> => region,
})
