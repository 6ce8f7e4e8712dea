import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'

/** Its endpoints go with it. Refuses `barred` while anything else refers to it. */
export const deleteService = command({
  rule: 'identity:delete_service',
  apply: async ({ id }: { readonly id: string }, { stores, record }) => {
    if (!(await stores.services.delete(id))) throw notFound('service', id)
    record({ kind: 'service.deleted', subject: { type: 'service', id }, touches: ['catalog'] })
  },
})
