import type { groups as contract } from '@muster/contract/keystone/groups.ts'
import { createGroup } from '../../core/directory/groups/create-group.ts'
import type { Group } from '../../core/directory/groups/group.ts'
import {
  addMember,
  checkMember,
  listMembers,
  removeMember,
} from '../../core/directory/groups/group-members.ts'
import type { GroupFilterKey, GroupOfUser } from '../../core/directory/groups/group-store.ts'
import { deleteGroup, getGroup, listGroups, listUserGroups } from '../../core/directory/groups/groups.ts'
import { updateGroup } from '../../core/directory/groups/update-group.ts'
import type { UserFilterKey } from '../../core/directory/users/user-store.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { plainTime } from './times.ts'
import { showUser, userFilters } from './users.ts'

const filters: FilterKeys<GroupFilterKey> = {
  name: { key: 'name', kind: 'text' },
  domain_id: { key: 'domain_id', kind: 'text' },
}

const ofUserFilters: FilterKeys<GroupFilterKey> = { name: { key: 'name', kind: 'text' } }

/** Not restricted to the boolean spellings of `GET /users` (keystone.md section 4.1). */
const memberFilters: FilterKeys<UserFilterKey> = {
  ...userFilters,
  enabled: { key: 'enabled', kind: 'loose_flag' },
}

const showGroup = (group: Group, context: RequestContext) => ({
  ...group.extra,
  id: group.id,
  name: group.name,
  domain_id: group.domainId,
  description: group.description,
  links: selfLink(context, 'groups', group.id),
})

const known = new Set(['name', 'domain_id', 'description', 'membership_expires_at'])

const membership = (params: { readonly group_id: string; readonly user_id: string }) => ({
  groupId: params.group_id,
  userId: params.user_id,
})

export const groups = {
  async listGroups({ query }, context) {
    const listQuery = readList(query, filters)
    const found = await context.run(listGroups, listQuery)
    return {
      status: 200,
      body: collectionOf(context, 'groups', found, listQuery.page.limit, (group) =>
        showGroup(group, context),
      ),
    }
  },

  async createGroup({ body: { group } }, context) {
    const created = await context.run(createGroup, {
      name: group.name,
      domainId: group.domain_id,
      description: group.description,
      extra: extrasOf(group, known),
    })
    return { status: 201, body: { group: showGroup(created, context) } }
  },

  async getGroup({ params }, context) {
    return {
      status: 200,
      body: { group: showGroup(await context.run(getGroup, { id: params.group_id }), context) },
    }
  },

  async updateGroup({ params, body: { group } }, context) {
    sameId(group.id, params.group_id)
    const updated = await context.run(updateGroup, {
      id: params.group_id,
      name: group.name,
      domainId: group.domain_id,
      description: group.description,
      extra: extrasOf(group, known),
    })
    return { status: 200, body: { group: showGroup(updated, context) } }
  },

  async deleteGroup({ params }, context) {
    await context.run(deleteGroup, { id: params.group_id })
    return { status: 204 }
  },

  async listGroupUsers({ params, query }, context) {
    const listQuery = readList(query, memberFilters)
    const found = await context.run(listMembers, { ...listQuery, groupId: params.group_id })
    return {
      status: 200,
      body: collectionOf(context, 'users', found, listQuery.page.limit, (user) => showUser(user, context)),
    }
  },

  async checkUserInGroup({ params }, context) {
    await context.run(checkMember, membership(params))
    return { status: 204 }
  },

  async addUserToGroup({ params }, context) {
    await context.run(addMember, membership(params))
    return { status: 204 }
  },

  async removeUserFromGroup({ params }, context) {
    await context.run(removeMember, membership(params))
    return { status: 204 }
  },

  async listUserGroups({ params, query }, context) {
    const listQuery = readList(query, ofUserFilters)
    const found = await context.run(listUserGroups, { ...listQuery, userId: params.user_id })
    const show = (group: GroupOfUser) => ({
      ...showGroup(group, context),
      membership_expires_at: plainTime(group.membershipExpiresAt),
    })
    return { status: 200, body: collectionOf(context, 'groups', found, listQuery.page.limit, show) }
  },
} satisfies Handlers<typeof contract>
