import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { theService } from './get-service.ts'

/** Its endpoints go with it. Refuses `barred` while anything else refers to it. */
export const deleteService = command({
  rule: 'identity:delete_service',
  load: ({ id }: { readonly id: string }, at) => theService(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.services.delete(id))) throw notFound('service', id)
    record({ kind: 'service.deleted', subject: { type: 'service', id }, touches: ['catalog'] })
  },
})
