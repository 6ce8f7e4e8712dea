import { notFound } from '../../kernel/domain-error.ts'
import { command, type OperationContext, query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Region } from './catalog.ts'
import type { RegionFilterKey } from './catalog-store.ts'

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

/** Rejects with `not_found` for an unknown marker. */
export const listRegions = query({
  searches: true,
  rule: 'identity:list_regions',
  read: async (input: ListQuery<RegionFilterKey>, _found, { stores }): Promise<Slice<Region>> => {
    const { after } = input.page
    if (after !== undefined && !(await stores.regions.get(after))) throw notFound('marker', after)
    return stores.regions.list(input)
  },
})

/** Also deletes the regions below. Rejects with `failed_precondition` while it or one of them has endpoints or registered limits. */
export const deleteRegion = command({
  rule: 'identity:delete_region',
  load: ({ id }: { readonly id: string }, at) => requireRegion(id, at),
  apply: async ({ id }, { stores, record }) => {
    const regionIds = await stores.regions.subtreeIds(id)
    if (!(await stores.regions.delete(id))) throw notFound('region', id)
    for (const regionId of regionIds)
      record({ kind: 'region.deleted', subject: { type: 'region', id: regionId }, invalidates: ['catalog'] })
  },
})
