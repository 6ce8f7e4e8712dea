import { domainError } from '../domain-error.ts'
import type { OperationContext } from '../operation.ts'

const owners = ['domain', 'project', 'user', 'group'] as const

/**
 * Checks an id chosen by a client. Rejects with `conflict` for an id that was ever used: the event log keeps the events of
 * deleted objects, which would appear as events of the new object.
 */
export const assertIdNeverUsed = async (
  id: string,
  field: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  for (const type of owners)
    if (await stores.events.has({ type, id }))
      throw domainError('conflict', 'id_taken', 'This id is in use or was used before. Choose another.', {
        field,
      })
}
