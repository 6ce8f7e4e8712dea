import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Region } from './catalog.ts'

/** Fetches a region or refuses `not_found`. */
export const theRegion = async (id: string, { stores }: Pick<At, 'stores'>): Promise<Region> => {
  const region = await stores.regions.get(id)
  if (!region) throw notFound('region', id)
  return region
}

export const getRegion = query({
  rule: 'identity:get_region',
  load: ({ id }: { readonly id: string }, at) => theRegion(id, at),
  read: async (_input, region): Promise<Region> => region,
})
