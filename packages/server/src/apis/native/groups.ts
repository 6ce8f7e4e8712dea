import type { groups as contract } from '@muster/contract/native/groups.ts'
import { createGroup } from '../../core/directory/groups/create-group.ts'
import type { Group } from '../../core/directory/groups/group.ts'
import { addMember, listMembers, removeMember } from '../../core/directory/groups/group-members.ts'
import type { GroupFilterKey } from '../../core/directory/groups/group-store.ts'
import { deleteGroup, getGroup, listGroups, listUserGroups } from '../../core/directory/groups/groups.ts'
import { updateGroup } from '../../core/directory/groups/update-group.ts'
import { masked } from '../../core/kernel/operation.ts'
import { readIfMatch, timeTag } from './entity-tags.ts'
import { nextCursor, pageById, position, readPage, readText, searchName } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time } from './times.ts'
import { showUser } from './users.ts'

const show = (group: Group) => ({
  id: group.id,
  domain_id: group.domainId,
  name: group.name,
  description: group.description,
  managed_by: group.managedBy,
  created_at: time(group.createdAt),
  updated_at: time(group.updatedAt),
})

export const groups = {
  async listGroups({ query }, context) {
    const page = readPage('groups', query, context)
    const conditions = { domain_id: readText(query, 'domain_id'), name: readText(query, 'name') }
    const where = pageById<GroupFilterKey>(page, conditions, searchName(query))
    const found = await context.run(listGroups, where)
    return {
      status: 200,
      body: { groups: found.rows.map(show), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async createGroup({ body }, context) {
    const group = await context.run(createGroup, {
      name: body.name,
      domainId: body.domain_id,
      description: body.description,
    })
    const location = `${context.base}/api/v1/groups/${group.id}`
    return { status: 201, headers: { location, etag: timeTag(group) }, body: show(group) }
  },

  async getGroup({ params }, context) {
    const group = await context.run(getGroup, { id: params.group_id })
    return { status: 200, headers: { etag: timeTag(group) }, body: show(group) }
  },

  async updateGroup({ params, body }, context) {
    const group = await context.run(updateGroup, {
      id: params.group_id,
      ifVersion: readIfMatch(context.header('if-match')),
      name: body.name,
      description: body.description,
    })
    return { status: 200, headers: { etag: timeTag(group) }, body: show(group) }
  },

  async deleteGroup({ params }, context) {
    await context.run(masked(deleteGroup), { id: params.group_id })
    return { status: 204 }
  },

  async listGroupMembers({ params, query }, context) {
    const page = readPage(`groups/${params.group_id}/members`, query, context)
    const found = await context.run(listMembers, { ...pageById(page, {}), groupId: params.group_id })
    return {
      status: 200,
      body: { users: found.rows.map(showUser), next_cursor: nextCursor(found, page, position, context) },
    }
  },

  async addGroupMember({ params }, context) {
    await context.run(addMember, { groupId: params.group_id, userId: params.user_id })
    return { status: 204 }
  },

  async removeGroupMember({ params }, context) {
    await context.run(removeMember, { groupId: params.group_id, userId: params.user_id })
    return { status: 204 }
  },

  async listUserGroups({ params, query }, context) {
    const page = readPage(`users/${params.user_id}/groups`, query, context)
    const found = await context.run(listUserGroups, { ...pageById(page, {}), userId: params.user_id })
    return {
      status: 200,
      body: { groups: found.rows.map(show), next_cursor: nextCursor(found, page, position, context) },
    }
  },
} satisfies NativeHandlers<typeof contract>
