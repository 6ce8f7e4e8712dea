import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import {
  collection,
  Id,
  Links,
  member,
  nullable,
  open,
  optional,
  paging,
  ResourceOptions,
  wrapped,
} from './shapes.ts'

const Name = Type.String({ minLength: 1, maxLength: 255 })

const changeable = {
  domain_id: optional(nullable(Id)),
  description: optional(nullable(Type.String({ maxLength: 255 }))),
  options: optional(ResourceOptions),
}

export const Role = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    /** Null: a global role. */
    domain_id: nullable(Type.String()),
    description: nullable(Type.String()),
    options: Type.Object({}, open),
    links: Links,
  },
  open,
)

export const roles = {
  listRoles: {
    method: 'GET',
    path: '/roles',
    summary: 'List the global roles, or those of a domain with domain_id',
    query: ['name', 'domain_id', ...paging],
    responses: { 200: collection('roles', Role) },
    errors: [404],
    source: 'keystone.md section 15.1',
  },
  createRole: {
    method: 'POST',
    path: '/roles',
    summary: 'Create a role',
    body: wrapped('role', { name: Name, ...changeable }),
    responses: { 201: member('role', Role) },
    errors: [409],
    source: 'keystone.md section 15.1',
  },
  getRole: {
    method: 'GET',
    path: '/roles/{role_id}',
    summary: 'Show a role',
    responses: { 200: member('role', Role) },
    errors: [404],
    source: 'keystone.md section 15.1',
  },
  updateRole: {
    method: 'PATCH',
    path: '/roles/{role_id}',
    summary: 'Change a role',
    body: Type.Object(
      {
        role: Type.Object(
          { id: optional(Id), name: optional(Name), ...changeable },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('role', Role) },
    errors: [404, 409],
    source: 'keystone.md sections 14 and 15.1',
  },
  deleteRole: {
    method: 'DELETE',
    path: '/roles/{role_id}',
    summary: 'Delete a role with its assignments and implications',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 15.1',
  },
} as const satisfies Contract
