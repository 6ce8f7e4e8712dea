import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { nullable, page, paging, strict } from './shapes.ts'

const AssignmentScope = Type.Object(
  { type: Type.Enum(['system', 'domain', 'project']), id: nullable(Type.String()) },
  strict,
)

export const RoleAssignment = Type.Object(
  {
    role_id: Type.String(),
    user_id: nullable(Type.String()),
    group_id: nullable(Type.String()),
    scope: AssignmentScope,
    inherited: Type.Boolean({
      description:
        'A stored assignment that applies to the projects below its scope; an effective one that comes from a scope above.',
    }),
    source: nullable(
      Type.Object(
        {
          group_id: nullable(Type.String({ description: 'The group that has the role.' })),
          inherited_from: nullable(AssignmentScope),
          implied_by: nullable(Type.String({ description: 'The role that directly implies this one.' })),
        },
        {
          ...strict,
          description:
            'Why an effective assignment exists; all members null: assigned directly. Null without `effective`.',
        },
      ),
    ),
  },
  strict,
)

const given = ['scope', 'inherited'] as const

export const roleAssignments = {
  listRoleAssignments: {
    method: 'GET',
    path: '/role-assignments',
    description:
      'Lists stored assignments, or with `effective=true` the roles that users have, each with its reason. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List role assignments, or effective roles and why',
    query: ['user_id', 'group_id', 'role_id', 'scope', 'inherited', 'effective', ...paging],
    strictQuery: true,
    responses: { 200: page('role_assignments', RoleAssignment) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  grantUserRole: {
    method: 'PUT',
    path: '/users/{user_id}/roles/{role_id}',
    description:
      'Grants a user a role in the scope `scope`; a granted role stays granted. Administrators may do this, and managers of the domain for `manager`, `member` and `reader` on it and its projects. A missing role is 404 `role_not_found`.',
    summary: 'Grant a role to a user on the system, a domain or a project',
    query: given,
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  revokeUserRole: {
    method: 'DELETE',
    path: '/users/{user_id}/roles/{role_id}',
    description:
      'Revokes a role that is assigned directly to a user in the scope `scope`. Administrators may do this, and managers of the domain for `manager`, `member` and `reader` on it and its projects. A missing assignment is 404 `role_assignment_not_found`.',
    summary: 'Revoke a role of a user on the system, a domain or a project',
    query: given,
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  grantGroupRole: {
    method: 'PUT',
    path: '/groups/{group_id}/roles/{role_id}',
    description:
      'Grants a role to the members of a group in the scope `scope`; a granted role stays granted. Administrators may do this, and managers of the domain for `manager`, `member` and `reader` on it and its projects. A missing role is 404 `role_not_found`.',
    summary: 'Grant a role to a group on the system, a domain or a project',
    query: given,
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  revokeGroupRole: {
    method: 'DELETE',
    path: '/groups/{group_id}/roles/{role_id}',
    description:
      'Revokes a role that is assigned to a group in the scope `scope`. Administrators may do this, and managers of the domain for `manager`, `member` and `reader` on it and its projects. A missing assignment is 404 `role_assignment_not_found`.',
    summary: 'Revoke a role of a group on the system, a domain or a project',
    query: given,
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
