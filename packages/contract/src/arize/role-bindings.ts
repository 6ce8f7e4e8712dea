import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, page, paging, ResourceType, source, strict, Time } from './shapes.ts'

const RoleBinding = Type.Object(
  {
    id: Id,
    role_id: Id,
    user_id: Id,
    resource_type: ResourceType,
    resource_id: Id,
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const roleBindings = {
  listRoleBindings: {
    method: 'GET',
    path: '/v2/role-bindings',
    summary: 'List the custom roles that users have on spaces, or on projects',
    query: ['resource_type', 'user_id', ...paging],
    responses: { 200: page('role_bindings', RoleBinding) },
    errors: [404],
    source,
  },
  createRoleBinding: {
    method: 'POST',
    path: '/v2/role-bindings',
    summary: 'Assign a custom role on a space or a project to a user',
    body: Type.Object({ role_id: Id, user_id: Id, resource_type: ResourceType, resource_id: Id }, strict),
    responses: { 201: RoleBinding },
    errors: [404, 409],
    source,
  },
  getRoleBinding: {
    method: 'GET',
    path: '/v2/role-bindings/{binding_id}',
    summary: 'Show a role binding',
    responses: { 200: RoleBinding },
    errors: [404],
    source,
  },
  updateRoleBinding: {
    method: 'PATCH',
    path: '/v2/role-bindings/{binding_id}',
    summary: 'Replace the custom role of a role binding',
    body: Type.Object({ role_id: Id }, strict),
    responses: { 200: RoleBinding },
    errors: [404],
    source,
  },
  deleteRoleBinding: {
    method: 'DELETE',
    path: '/v2/role-bindings/{binding_id}',
    summary: 'Delete a role binding',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
