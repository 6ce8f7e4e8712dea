import { notFound } from '../../kernel/domain-error.ts'
import { query } from '../../kernel/operation.ts'
import type { ListQuery, Slice } from '../../kernel/paging/list-query.ts'
import type { Region } from './catalog.ts'
import type { RegionFilterKey } from './catalog-store.ts'

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
