import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { groupTarget, requireGroup } from './get-group.ts'

/** Above this many members it is cheaper to forget every cached token than to name them all. */
const namedMembers = 500

/**
 * Memberships and grants end with the group; so do the tokens of its members, if it had any grant
 * (keystone.md section 6.10).
 */
export const deleteGroup = command({
  rule: 'identity:delete_group',
  missing: 'shown',
  load: ({ id }: { readonly id: string }, at) => requireGroup(id, at),
  target: (_input, group) => groupTarget(group),
  apply: async ({ id }, { stores, now, found, record }) => {
    const memberIds = await stores.groups.memberIds(id)
    const grants = await stores.assignments.deleteOfActor({ type: 'group', id })
    if (!(await stores.groups.delete(id))) throw notFound('group', id)
    const ended = grants > 0 ? memberIds : []
    for (const userId of ended) await revokeUserTokens(userId, { stores, now })
    record({
      kind: 'group.deleted',
      subject: { type: 'group', id },
      domainId: found.domainId,
      invalidates:
        ended.length > namedMembers ? ['roles'] : [`group:${id}`, ...ended.map((userId) => `user:${userId}`)],
      detail: { members: memberIds.length, grants },
    })
  },
})
