import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireEndpoint } from './get-endpoint.ts'

export const deleteEndpoint = command({
  rule: 'identity:delete_endpoint',
  load: ({ id }: { readonly id: string }, at) => requireEndpoint(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.endpoints.delete(id))) throw notFound('endpoint', id)
    record({ kind: 'endpoint.deleted', subject: { type: 'endpoint', id }, invalidates: ['catalog'] })
  },
})
