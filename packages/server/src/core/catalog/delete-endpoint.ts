import { command } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { theEndpoint } from './get-endpoint.ts'

export const deleteEndpoint = command({
  rule: 'identity:delete_endpoint',
  load: ({ id }: { readonly id: string }, at) => theEndpoint(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.endpoints.delete(id))) throw notFound('endpoint', id)
    record({ kind: 'endpoint.deleted', subject: { type: 'endpoint', id }, touches: ['catalog'] })
  },
})
