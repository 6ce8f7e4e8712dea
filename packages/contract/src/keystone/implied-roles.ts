import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Links } from './shapes.ts'

const RoleRef = Type.Object({ id: Type.String(), name: Type.String(), links: Links })

const One = Type.Object({
  role_inference: Type.Object({ prior_role: RoleRef, implies: RoleRef }),
  links: Links,
})

const Many = Type.Object({ prior_role: RoleRef, implies: Type.Array(RoleRef) })

const path = '/roles/{prior_role_id}/implies/{implied_role_id}'
const source = 'keystone.md section 15.2'

export const impliedRoles = {
  listRoleInferences: {
    method: 'GET',
    path: '/role_inferences',
    summary: 'List all role implications',
    responses: { 200: Type.Object({ role_inferences: Type.Array(Many) }) },
    source,
  },
  listImpliedRoles: {
    method: 'GET',
    path: '/roles/{prior_role_id}/implies',
    summary: 'List the roles that a role implies directly',
    responses: { 200: Type.Object({ role_inference: Many, links: Links }) },
    errors: [404],
    source,
  },
  getImpliedRole: {
    method: 'GET',
    path,
    summary: 'Show that one role implies another',
    responses: { 200: One },
    errors: [404],
    source,
  },
  checkImpliedRole: {
    method: 'HEAD',
    path,
    summary: 'Check that one role implies another',
    responses: { 204: null },
    errors: [404],
    source,
  },
  createImpliedRole: {
    method: 'PUT',
    path,
    summary: 'Create a role implication',
    responses: { 201: One },
    errors: [404, 409],
    source,
  },
  deleteImpliedRole: {
    method: 'DELETE',
    path,
    summary: 'Delete a role implication',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
