import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Group } from './group.ts'

/** Fetches a group or rejects with `not_found`. */
export const requireGroup = async (id: string, at: Pick<OperationContext, 'stores'>): Promise<Group> => {
  const group = await at.stores.groups.get(id)
  if (!group) throw notFound('group', id)
  return group
}

/** Rule target of a group. */
export const groupTarget = (group: Pick<Group, 'id' | 'domainId'>) => ({
  target: { group: { id: group.id, domain_id: group.domainId } },
})

export const getGroup = query({
  rule: 'identity:get_group',
  load: ({ id }: { readonly id: string }, at) => requireGroup(id, at),
  target: (_input, group) => groupTarget(group),
  read: async (_input, group): Promise<Group> => group,
})
