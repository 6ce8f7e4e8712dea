import type { groups as contract } from '@muster/contract/keystone/groups.ts'
import { createGroup } from '../../core/groups/create-group.ts'
import { deleteGroup } from '../../core/groups/delete-group.ts'
import { getGroup } from '../../core/groups/get-group.ts'
import type { Group } from '../../core/groups/group.ts'
import { addMember, checkMember, listMembers, removeMember } from '../../core/groups/group-members.ts'
import type { GroupFilterKey } from '../../core/groups/group-store.ts'
import { listGroups, listUserGroups } from '../../core/groups/list-groups.ts'
import { updateGroup } from '../../core/groups/update-group.ts'
import type { UserFilterKey } from '../../core/users/user-store.ts'
import type { Handlers, Visit } from '../../http/face.ts'
import { extrasOf, sameId } from './attributes.ts'
import { selfLink } from './links.ts'
import { collectionOf, type FilterKeys, readList } from './lists.ts'
import { showUser, userFilters } from './users.ts'

const filters: FilterKeys<GroupFilterKey> = {
  name: { key: 'name', kind: 'text' },
  domain_id: { key: 'domain_id', kind: 'text' },
}

const ofUserFilters: FilterKeys<GroupFilterKey> = { name: { key: 'name', kind: 'text' } }

/** Not held to the spellings of `GET /users` (keystone.md section 4.1). */
const memberFilters: FilterKeys<UserFilterKey> = {
  ...userFilters,
  enabled: { key: 'enabled', kind: 'loose_flag' },
}

const showGroup = (group: Group, visit: Visit) => ({
  ...group.extra,
  id: group.id,
  name: group.name,
  domain_id: group.domainId,
  description: group.description,
  links: selfLink(visit, 'groups', group.id),
})

const known = new Set(['name', 'domain_id', 'description', 'membership_expires_at'])

const membership = (params: { readonly group_id: string; readonly user_id: string }) => ({
  groupId: params.group_id,
  userId: params.user_id,
})

export const groups = {
  async listGroups({ query }, visit) {
    const asked = readList(query, filters)
    const found = await visit.run(listGroups, asked)
    return {
      status: 200,
      body: collectionOf(visit, 'groups', found, asked.page.limit, (group) => showGroup(group, visit)),
    }
  },

  async createGroup({ body: { group } }, visit) {
    const created = await visit.run(createGroup, {
      name: group.name,
      domainId: group.domain_id,
      description: group.description,
      extra: extrasOf(group, known),
    })
    return { status: 201, body: { group: showGroup(created, visit) } }
  },

  async getGroup({ params }, visit) {
    return {
      status: 200,
      body: { group: showGroup(await visit.run(getGroup, { id: params.group_id }), visit) },
    }
  },

  async updateGroup({ params, body: { group } }, visit) {
    sameId(group.id, params.group_id)
    const updated = await visit.run(updateGroup, {
      id: params.group_id,
      name: group.name,
      domainId: group.domain_id,
      description: group.description,
      extra: extrasOf(group, known),
    })
    return { status: 200, body: { group: showGroup(updated, visit) } }
  },

  async deleteGroup({ params }, visit) {
    await visit.run(deleteGroup, { id: params.group_id })
    return { status: 204 }
  },

  async listGroupUsers({ params, query }, visit) {
    const asked = readList(query, memberFilters)
    const found = await visit.run(listMembers, { ...asked, groupId: params.group_id })
    return {
      status: 200,
      body: collectionOf(visit, 'users', found, asked.page.limit, (user) => showUser(user, visit)),
    }
  },

  async checkUserInGroup({ params }, visit) {
    await visit.run(checkMember, membership(params))
    return { status: 204 }
  },

  async addUserToGroup({ params }, visit) {
    await visit.run(addMember, membership(params))
    return { status: 204 }
  },

  async removeUserFromGroup({ params }, visit) {
    await visit.run(removeMember, membership(params))
    return { status: 204 }
  },

  async listUserGroups({ params, query }, visit) {
    const asked = readList(query, ofUserFilters)
    const found = await visit.run(listUserGroups, { ...asked, userId: params.user_id })
    const show = (group: Group) => ({ ...showGroup(group, visit), membership_expires_at: null })
    return { status: 200, body: collectionOf(visit, 'groups', found, asked.page.limit, show) }
  },
} satisfies Handlers<typeof contract>
