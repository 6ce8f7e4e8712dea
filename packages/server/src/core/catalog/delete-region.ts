import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { theRegion } from './get-region.ts'

/** The regions below go with it. Refuses `barred` while it or one of them has endpoints. */
export const deleteRegion = command({
  rule: 'identity:delete_region',
  load: ({ id }: { readonly id: string }, at) => theRegion(id, at),
  apply: async ({ id }, { stores, record }) => {
    const regionIds = await stores.regions.subtreeIds(id)
    if (!(await stores.regions.delete(id))) throw notFound('region', id)
    for (const regionId of regionIds)
      record({ kind: 'region.deleted', subject: { type: 'region', id: regionId }, touches: ['catalog'] })
  },
})
