import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, optional, paging } from './shapes.ts'

/** The name is present only with `include_names`. */
const Named = Type.Object({ id: Type.String(), name: optional(Type.String()) })
const Owned = Type.Object({ id: Type.String(), name: optional(Type.String()), domain: optional(Named) })

export const RoleAssignment = Type.Object({
  role: Owned,
  user: optional(Owned),
  group: optional(Owned),
  scope: Type.Object({
    project: optional(Owned),
    domain: optional(Named),
    system: optional(Type.Object({ all: Type.Literal(true) })),
    'OS-INHERIT:inherited_to': optional(Type.Literal('projects')),
  }),
  links: Type.Object({
    assignment: Type.String(),
    membership: optional(Type.String()),
    prior_role: optional(Type.String()),
  }),
})

export const roleAssignments = {
  listRoleAssignments: {
    method: 'GET',
    path: '/role_assignments',
    summary: 'List role assignments, or the effective ones with the parameter effective',
    query: [
      'user.id',
      'group.id',
      'role.id',
      'scope.project.id',
      'scope.domain.id',
      'scope.system',
      'scope.OS-INHERIT:inherited_to',
      'effective',
      'include_names',
      'include_subtree',
      ...paging,
    ],
    responses: { 200: collection('role_assignments', RoleAssignment) },
    errors: [404],
    source: 'keystone.md section 15.5',
  },
} as const satisfies Contract
