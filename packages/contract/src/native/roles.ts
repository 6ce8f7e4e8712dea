import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'

const Name = Text(255, 1)

const changeable = {
  description: optional(nullable(Text(255))),
  immutable: optional(
    Type.Boolean({
      description: 'Prevents changes and deletion until a request with only this field clears it.',
    }),
  ),
}

export const Role = Type.Object(
  {
    id: Type.String(),
    domain_id: nullable(
      Type.String({ description: 'Null for a global role; a role of a domain only implies global roles.' }),
    ),
    name: Type.String({ description: 'Unique among the global roles, or among the roles of the domain.' }),
    description: nullable(Type.String()),
    immutable: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const NewRole = Type.Object({ name: Name, domain_id: optional(nullable(Id)), ...changeable }, strict)
export const RoleChange = Type.Partial(Type.Object({ name: Name, ...changeable }), strict)

export const roles = {
  listRoles: {
    method: 'GET',
    path: '/roles',
    description:
      'Lists the global roles, or the roles of one domain with `domain_id`. Administrators and readers of the system may do this; managers of a domain may list the global roles. The list is paged with `next_cursor`.',
    summary: 'List roles, by id',
    query: ['domain_id', 'name', ...paging],
    strictQuery: true,
    responses: { 200: page('roles', Role) },
    source: 'docs/apis/native.md',
  },
  createRole: {
    method: 'POST',
    path: '/roles',
    description:
      'Creates a global role, or a role of a domain. Administrators may do this. A taken name is 409 `role_name_taken`.',
    summary: 'Create a role',
    strictQuery: true,
    body: NewRole,
    responses: { 201: Role },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  getRole: {
    method: 'GET',
    path: '/roles/{role_id}',
    description:
      'Shows a role. Administrators and readers of the system may do this; managers may see the roles that they may grant. A missing role is 404 `role_not_found`.',
    summary: 'Show a role',
    strictQuery: true,
    responses: { 200: Role },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateRole: {
    method: 'PATCH',
    path: '/roles/{role_id}',
    description:
      'Changes a role by a merge patch. Administrators may do this. An immutable role is 403 `role_immutable`; `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a role by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: RoleChange,
    responses: { 200: Role },
    errors: [404, 409, 412, 415],
    source: 'docs/apis/native.md',
  },
  deleteRole: {
    method: 'DELETE',
    path: '/roles/{role_id}',
    description:
      'Deletes a role with its assignments, its implications, and the API keys of users with the role in the same scope. Administrators may do this. An immutable role is 403 `role_immutable`.',
    summary: 'Delete a role with its assignments',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
