import type { regions as contract } from '@muster/contract/keystone/regions.ts'
import type { Region } from '../../core/catalog/catalog.ts'
import type { RegionFilterKey } from '../../core/catalog/catalog-store.ts'
import { createRegion } from '../../core/catalog/create-region.ts'
import { deleteRegion } from '../../core/catalog/delete-region.ts'
import { getRegion } from '../../core/catalog/get-region.ts'
import { listRegions } from '../../core/catalog/list-regions.ts'
import { updateRegion } from '../../core/catalog/update-region.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'

const filters: FilterKeys<RegionFilterKey> = { parent_region_id: { key: 'parent_region_id', kind: 'text' } }

const showRegion = (region: Region, visit: Visit) => ({
  ...region.extra,
  id: region.id,
  description: region.description,
  parent_region_id: region.parentId,
  links: selfLink(visit, 'regions', region.id),
})

const known = new Set(['description', 'parent_region_id'])

export const regions = {
  async listRegions({ query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listRegions, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'regions', found, asked.page.limit, (region) => showRegion(region, visit)),
    }
  },

  async createRegion({ body: { region } }, visit) {
    const created = await visit.run(createRegion, {
      id: region.id ?? undefined,
      description: region.description,
      parentId: region.parent_region_id,
      extra: extrasOf(region, known),
    })
    return { status: 201, body: { region: showRegion(created, visit) } }
  },

  async createRegionWithId({ params, body: { region } }, visit) {
    sameId(region.id, params.region_id)
    const created = await visit.run(createRegion, {
      id: params.region_id,
      description: region.description,
      parentId: region.parent_region_id,
      extra: extrasOf(region, known),
    })
    return { status: 201, body: { region: showRegion(created, visit) } }
  },

  async getRegion({ params }, visit) {
    return {
      status: 200,
      body: { region: showRegion(await visit.run(getRegion, { id: params.region_id }), visit) },
    }
  },

  async updateRegion({ params, body: { region } }, visit) {
    sameId(region.id, params.region_id)
    const updated = await visit.run(updateRegion, {
      id: params.region_id,
      description: region.description,
      parentId: region.parent_region_id,
      extra: extrasOf(region, known),
    })
    return { status: 200, body: { region: showRegion(updated, visit) } }
  },

  async deleteRegion({ params }, visit) {
    await visit.run(deleteRegion, { id: params.region_id })
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
