import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { Group } from './group.ts'

/** Fetches a group or refuses `not_found`. */
export const theGroup = async (id: string, at: Pick<At, 'stores'>): Promise<Group> => {
  const group = await at.stores.groups.get(id)
  if (!group) throw notFound('group', id)
  return group
}

/** What rules may compare of a group. */
export const groupTarget = (group: Pick<Group, 'id' | 'domainId'>) => ({
  target: { group: { id: group.id, domain_id: group.domainId } },
})

export const getGroup = query({
  rule: 'identity:get_group',
  load: ({ id }: { readonly id: string }, at) => theGroup(id, at),
  target: (_input, group) => groupTarget(group),
  read: async (_input, group): Promise<Group> => group,
})
