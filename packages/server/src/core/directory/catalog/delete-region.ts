import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireRegion } from './get-region.ts'

/** Also deletes the regions below. Rejects with `failed_precondition` while it or one of them has endpoints. */
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
