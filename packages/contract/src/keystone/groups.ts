import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Id, Links, member, nullable, open, optional, paging, Text, wrapped } from './shapes.ts'
import { User } from './users.ts'

const Name = Type.String({ minLength: 1, maxLength: 64 })

const changeable = {
  domain_id: optional(Id),
  description: optional(nullable(Text)),
}

const shown = {
  id: Type.String(),
  name: Type.String(),
  domain_id: Type.String(),
  description: nullable(Type.String()),
  links: Links,
}

export const Group = Type.Object(shown, open)

/** Local memberships never expire. */
const GroupOfUser = Type.Object({ ...shown, membership_expires_at: nullable(Type.String()) }, open)

export const groups = {
  listGroups: {
    method: 'GET',
    path: '/groups',
    summary: 'List groups',
    query: ['name', 'domain_id', ...paging],
    responses: { 200: collection('groups', Group) },
    errors: [404],
    source: 'keystone.md section 10',
  },
  createGroup: {
    method: 'POST',
    path: '/groups',
    summary: 'Create a group',
    body: wrapped('group', { name: Name, ...changeable }),
    responses: { 201: member('group', Group) },
    errors: [404, 409],
    source: 'keystone.md section 10',
  },
  getGroup: {
    method: 'GET',
    path: '/groups/{group_id}',
    summary: 'Show a group',
    responses: { 200: member('group', Group) },
    errors: [404],
    source: 'keystone.md section 10',
  },
  updateGroup: {
    method: 'PATCH',
    path: '/groups/{group_id}',
    summary: 'Change a group',
    body: Type.Object(
      {
        group: Type.Object(
          { id: optional(Id), name: optional(Name), ...changeable },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('group', Group) },
    errors: [404, 409],
    source: 'keystone.md section 10',
  },
  deleteGroup: {
    method: 'DELETE',
    path: '/groups/{group_id}',
    summary: 'Delete a group with its memberships and role assignments',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 10 and 27',
  },
  listGroupUsers: {
    method: 'GET',
    path: '/groups/{group_id}/users',
    summary: 'List the members of a group',
    query: ['domain_id', 'enabled', 'name', 'password_expires_at', ...paging],
    responses: { 200: collection('users', User) },
    errors: [404],
    source: 'keystone.md section 10',
  },
  checkUserInGroup: {
    method: 'GET',
    path: '/groups/{group_id}/users/{user_id}',
    summary: 'Check that a user is a member of a group',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 10',
  },
  addUserToGroup: {
    method: 'PUT',
    path: '/groups/{group_id}/users/{user_id}',
    summary: 'Add a user to a group',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 10',
  },
  removeUserFromGroup: {
    method: 'DELETE',
    path: '/groups/{group_id}/users/{user_id}',
    summary: 'Remove a user from a group and revoke the tokens of the user',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 6.10 and 10',
  },
  listUserGroups: {
    method: 'GET',
    path: '/users/{user_id}/groups',
    summary: 'List the groups of a user',
    query: ['name', ...paging],
    responses: { 200: collection('groups', GroupOfUser) },
    errors: [404],
    source: 'keystone-routes.tsv',
  },
} as const satisfies Contract
