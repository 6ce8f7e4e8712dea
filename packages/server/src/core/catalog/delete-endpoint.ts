import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'

export const deleteEndpoint = command({
  rule: 'identity:delete_endpoint',
  apply: async ({ id }: { readonly id: string }, { stores, record }) => {
    if (!(await stores.endpoints.delete(id))) throw notFound('endpoint', id)
    record({ kind: 'endpoint.deleted', subject: { type: 'endpoint', id }, touches: ['catalog'] })
  },
})
