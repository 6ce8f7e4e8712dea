import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import type { Region } from './catalog.ts'
import { normalizeRegionId } from './catalog-text.ts'

export type CreateRegion = {
  /** Absent or empty: generated. */
  readonly id?: string | undefined
  readonly description?: string | null | undefined
  readonly parentId?: string | null | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Rejects with `conflict` when the id is taken and `not_found` for an unknown parent. */
export const createRegion = command({
  rule: 'identity:create_region',
  isolation: 'read committed',
  apply: async (input: CreateRegion, { stores, ports, record }): Promise<Region> => {
    const parentId = input.parentId ?? null
    // The foreign key alone would allow a new region to be its own parent.
    if (parentId !== null && !(await stores.regions.get(parentId))) throw notFound('region', parentId)
    const region = await stores.regions.insert({
      id: input.id ? normalizeRegionId('id', input.id) : ports.newId(),
      description: normalizeText('description', input.description ?? '', 255),
      parentId,
      extra: input.extra ?? {},
    })
    record({ kind: 'region.created', subject: { type: 'region', id: region.id }, invalidates: ['catalog'] })
    return region
  },
})
