import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { cleanText } from '../text.ts'
import type { Region } from './catalog.ts'
import { cleanRegionId } from './catalog-text.ts'

export type CreateRegion = {
  /** Absent or empty: one is made. */
  readonly id?: string | undefined
  readonly description?: string | null | undefined
  readonly parentId?: string | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Refuses `conflict` when the id is taken and `not_found` for an unknown parent. */
export const createRegion = command({
  rule: 'identity:create_region',
  isolation: 'read committed',
  apply: async (input: CreateRegion, { stores, ports, record }): Promise<Region> => {
    const parentId = input.parentId ?? null
    // A foreign key alone would let a new region be its own parent.
    if (parentId !== null && !(await stores.regions.get(parentId))) throw notFound('region', parentId)
    const region = await stores.regions.insert({
      id: input.id ? cleanRegionId('id', input.id) : ports.newId(),
      description: cleanText('description', input.description ?? '', 255),
      parentId,
      extra: input.extra ?? {},
    })
    record({ kind: 'region.created', subject: { type: 'region', id: region.id }, touches: ['catalog'] })
    return region
  },
})
