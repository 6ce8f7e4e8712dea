import { notFound } from '../../kernel/domain-error.ts'
import { cacheKeys } from '../../kernel/events/cache-key.ts'
import { command } from '../../kernel/operation.ts'
import { revokeUserTokens } from '../../kernel/revocations/revoke-tokens.ts'
import { groupTarget, requireGroup } from './get-group.ts'

/** Maximum number of members in the event; beyond it all cached tokens are invalidated instead. */
const namedMembers = 500

/**
 * Deletes a group with its memberships and assignments. Revokes the tokens of its members if it had an assignment
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
    const affected = grants > 0 ? memberIds : []
    for (const userId of affected) await revokeUserTokens(userId, { stores, now })
    record({
      kind: 'group.deleted',
      subject: { type: 'group', id },
      domainId: found.domainId,
      invalidates:
        affected.length > namedMembers ? ['roles'] : [`group:${id}`, ...cacheKeys('user', affected)],
      detail: { members: memberIds.length, grants },
    })
  },
})
