import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireService } from './get-service.ts'

/** Also deletes its endpoints. Rejects with `failed_precondition` while other objects refer to it. */
export const deleteService = command({
  rule: 'identity:delete_service',
  load: ({ id }: { readonly id: string }, at) => requireService(id, at),
  apply: async ({ id }, { stores, record }) => {
    if (!(await stores.services.delete(id))) throw notFound('service', id)
    record({ kind: 'service.deleted', subject: { type: 'service', id }, invalidates: ['catalog'] })
  },
})
