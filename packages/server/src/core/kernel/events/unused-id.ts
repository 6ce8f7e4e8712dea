import { domainError } from '../domain-error.ts'
import type { OperationContext } from '../operation.ts'

const owners = ['domain', 'project', 'user', 'group'] as const

/**
 * Every id that a client chooses passes here. Rejects with `conflict` an id that something ever had: the journal keeps
 * the events of what is deleted, and would show them to whoever has the id next.
 */
export const assertIdNeverUsed = async (
  id: string,
  field: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  for (const type of owners)
    if (await stores.events.has({ type, id }))
      throw domainError('conflict', 'id_taken', 'This id is in use or was used before: choose another.', {
        field,
      })
}
