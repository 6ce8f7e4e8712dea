import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'

/** The regions below go with it. Refuses `barred` while it or one of them has endpoints. */
export const deleteRegion = command({
  rule: 'identity:delete_region',
  apply: async ({ id }: { readonly id: string }, { stores, record }) => {
    const regionIds = await stores.regions.subtreeIds(id)
    if (!(await stores.regions.delete(id))) throw notFound('region', id)
    for (const regionId of regionIds)
      record({ kind: 'region.deleted', subject: { type: 'region', id: regionId }, touches: ['catalog'] })
  },
})
