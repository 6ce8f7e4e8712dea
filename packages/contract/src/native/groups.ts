import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'
import { ManagedBy, User } from './users.ts'

const Name = Text(64, 1)
const Description = optional(nullable(Text(65_535)))

export const Group = Type.Object(
  {
    id: Type.String(),
    domain_id: Type.String(),
    name: Type.String({ description: 'Unique in the domain.' }),
    description: nullable(Type.String()),
    managed_by: ManagedBy,
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const NewGroup = Type.Object({ name: Name, domain_id: optional(Id), description: Description }, strict)
export const GroupChange = Type.Partial(Type.Object({ name: Name, description: Description }), strict)

export const groups = {
  listGroups: {
    method: 'GET',
    path: '/groups',
    description:
      'Lists groups. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List groups, by id',
    query: ['domain_id', 'name', 'search', ...paging],
    strictQuery: true,
    responses: { 200: page('groups', Group) },
    source: 'docs/apis/native.md',
  },
  createGroup: {
    method: 'POST',
    path: '/groups',
    description:
      'Creates a group without members. Administrators and managers of the domain may do this. A taken name is 409 `group_name_taken`.',
    summary: 'Create a group',
    strictQuery: true,
    body: NewGroup,
    responses: { 201: Group },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  getGroup: {
    method: 'GET',
    path: '/groups/{group_id}',
    description:
      'Shows a group. Administrators, readers of the system, and readers and managers of the domain may do this. A missing group is 404 `group_not_found`.',
    summary: 'Show a group',
    strictQuery: true,
    responses: { 200: Group },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateGroup: {
    method: 'PATCH',
    path: '/groups/{group_id}',
    description:
      'Changes a group by a merge patch. Administrators and managers of the domain may do this. A taken name is 409; `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a group by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: GroupChange,
    responses: { 200: Group },
    errors: [404, 409, 412, 415],
    source: 'docs/apis/native.md',
  },
  deleteGroup: {
    method: 'DELETE',
    path: '/groups/{group_id}',
    description:
      'Deletes a group with its memberships and role assignments. Administrators and managers of the domain may do this. A group with more authority than the caller is 403 `administrator_protected`.',
    summary: 'Delete a group; its members lose the roles of the group',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  listGroupMembers: {
    method: 'GET',
    path: '/groups/{group_id}/members',
    description:
      'Lists the members of a group. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List the users in a group, by id',
    query: [...paging],
    strictQuery: true,
    responses: { 200: page('users', User) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  addGroupMember: {
    method: 'PUT',
    path: '/groups/{group_id}/members/{user_id}',
    description:
      'Adds a user to a group; a member stays one. Administrators and managers of the domain of both may do this. A group with more authority than the caller is 403 `administrator_protected`.',
    summary: 'Add a user to a group',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  removeGroupMember: {
    method: 'DELETE',
    path: '/groups/{group_id}/members/{user_id}',
    description:
      'Removes a user from a group and revokes the tokens of the user. Administrators and managers of the domain of both may do this. A user that is not in the group is 404 `member_not_found`.',
    summary: 'Remove a user from a group',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  listUserGroups: {
    method: 'GET',
    path: '/users/{user_id}/groups',
    description:
      'Lists the groups of a user. The user itself, administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List the groups that a user is in, by id',
    query: [...paging],
    strictQuery: true,
    responses: { 200: page('groups', Group) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
