import type { regions as contract } from '@muster/contract/keystone/regions.ts'
import type { Region } from '../../core/directory/catalog/catalog.ts'
import type { RegionFilterKey } from '../../core/directory/catalog/catalog-store.ts'
import { createRegion } from '../../core/directory/catalog/create-region.ts'
import { deleteRegion, getRegion, listRegions } from '../../core/directory/catalog/regions.ts'
import { updateRegion } from '../../core/directory/catalog/update-region.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<RegionFilterKey> = { parent_region_id: { key: 'parent_region_id', kind: 'text' } }

const showRegion = (region: Region, context: RequestContext) => ({
  ...region.extra,
  id: region.id,
  description: region.description,
  parent_region_id: region.parentId,
  links: selfLink(context, 'regions', region.id),
})

const known = new Set(['description', 'parent_region_id'])

export const regions = {
  async listRegions({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listRegions, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'regions', found, listQuery.page.limit, (region) =>
        showRegion(region, context),
      ),
    }
  },

  async createRegion({ body: { region } }, context) {
    const created = await context.run(createRegion, {
      id: region.id ?? undefined,
      description: region.description,
      parentId: region.parent_region_id,
      extra: extrasOf(region, known),
    })
    return { status: 201, body: { region: showRegion(created, context) } }
  },

  async createRegionWithId({ params, body: { region } }, context) {
    sameId(region.id, params.region_id)
    const created = await context.run(createRegion, {
      id: params.region_id,
      description: region.description,
      parentId: region.parent_region_id,
      extra: extrasOf(region, known),
    })
    return { status: 201, body: { region: showRegion(created, context) } }
  },

  async getRegion({ params }, context) {
    return {
      status: 200,
      body: { region: showRegion(await context.run(getRegion, { id: params.region_id }), context) },
    }
  },

  async updateRegion({ params, body: { region } }, context) {
    sameId(region.id, params.region_id)
    const updated = await context.run(updateRegion, {
      id: params.region_id,
      description: region.description,
      parentId: region.parent_region_id,
      extra: extrasOf(region, known),
    })
    return { status: 200, body: { region: showRegion(updated, context) } }
  },

  async deleteRegion({ params }, context) {
    await context.run(deleteRegion, { id: params.region_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
