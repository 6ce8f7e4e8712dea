import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type { Group, GroupChange, NewGroup, User } from '../types.ts'

const path = '/groups/{group_id}'

export const makeGroups = (api: NativeApi) => ({
  /** Groups by id. */
  list: (
    query: {
      readonly domain_id?: string | undefined
      readonly name?: string | undefined
      /** A text that the name contains. */
      readonly search?: string | undefined
      readonly limit?: number | undefined
    } = {},
    options?: CallOptions,
  ) => api.list<Group>('/groups', 'groups', { query }, options),

  /** Throws `Conflict` with `group_name_taken`. */
  create: (group: NewGroup, options?: PostOptions) =>
    api.send<Group>('POST', '/groups', { json: group }, options),

  get: (groupId: string, options?: CallOptions) =>
    api.send<Group>('GET', path, { params: { group_id: groupId } }, options),

  update: (groupId: string, change: GroupChange, options?: ChangeOptions) =>
    api.send<Group>('PATCH', path, { params: { group_id: groupId }, json: change }, options),

  /** Deletes a group; its members lose the roles of the group. */
  async delete(groupId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { group_id: groupId } }, options)
  },

  /** The users in a group, by id. */
  members: (groupId: string, query: { readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<User>(`${path}/members`, 'users', { params: { group_id: groupId }, query }, options),

  /** Adds a user to a group; a member stays one. */
  async addMember(groupId: string, userId: string, options?: CallOptions): Promise<void> {
    const params = { group_id: groupId, user_id: userId }
    await api.send('PUT', `${path}/members/{user_id}`, { params }, options)
  },

  /** Throws `NotFound` with `member_not_found` when the user is not in the group. */
  async removeMember(groupId: string, userId: string, options?: CallOptions): Promise<void> {
    const params = { group_id: groupId, user_id: userId }
    await api.send('DELETE', `${path}/members/{user_id}`, { params }, options)
  },

  /** The groups that a user is in, by id. */
  ofUser: (userId: string, query: { readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<Group>('/users/{user_id}/groups', 'groups', { params: { user_id: userId }, query }, options),
})
