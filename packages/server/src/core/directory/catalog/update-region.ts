import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { normalizeText } from '../../kernel/text.ts'
import type { Region } from './catalog.ts'
import { requireRegion } from './regions.ts'

export type UpdateRegion = {
  readonly id: string
  readonly description?: string | null | undefined
  readonly parentId?: string | null | undefined
  /** Merged by top-level name. */
  readonly extra?: Readonly<Record<string, unknown>> | undefined
}

/** Rejects with `not_found` for an unknown parent and `invalid` for one that is the region itself or below it. */
export const updateRegion = command({
  rule: 'identity:update_region',
  apply: async (input: UpdateRegion, { stores, record }): Promise<Region> => {
    const { id, parentId } = input
    const before = await requireRegion(id, { stores })
    if (parentId && (await stores.regions.subtreeIds(id)).includes(parentId))
      throw domainError('invalid', 'region_cycle', `Region ${id} cannot be below itself.`, {
        field: 'parent_region_id',
      })
    const updated = await stores.regions.update(id, {
      description:
        input.description === undefined
          ? undefined
          : normalizeText('description', input.description ?? '', 255),
      parentId,
      extra: input.extra && { ...before.extra, ...input.extra },
    })
    if (!updated) throw notFound('region', id)
    record({
      kind: 'region.updated',
      subject: { type: 'region', id },
      invalidates: ['catalog'],
      detail: { fields: Object.keys(input).filter((key) => key !== 'id') },
    })
    return updated
  },
})
