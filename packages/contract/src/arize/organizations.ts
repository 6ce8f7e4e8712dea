import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, MemberRoleAssignment, nullable, optional, page, paging, source, strict, Time } from './shapes.ts'

export const Name = Type.String({ minLength: 1, maxLength: 255 })
export const Description = Type.String({ maxLength: 1000 })

const Organization = Type.Object(
  { id: Id, name: Type.String(), description: Type.String(), created_at: Time },
  strict,
)

export const NewMember = Type.Object({ user_id: Id, role: MemberRoleAssignment }, strict)

export const organizations = {
  listOrganizations: {
    method: 'GET',
    path: '/v2/organizations',
    summary: 'List organizations: the projects directly below the domain',
    query: ['name', ...paging],
    responses: { 200: page('organizations', Organization) },
    source,
  },
  createOrganization: {
    method: 'POST',
    path: '/v2/organizations',
    summary: 'Create an organization',
    body: Type.Object({ name: Name, description: optional(nullable(Description)) }, strict),
    responses: { 201: Organization },
    errors: [409],
    source,
  },
  getOrganization: {
    method: 'GET',
    path: '/v2/organizations/{org_id}',
    summary: 'Show an organization',
    responses: { 200: Organization },
    errors: [404],
    source,
  },
  updateOrganization: {
    method: 'PATCH',
    path: '/v2/organizations/{org_id}',
    summary: 'Change an organization',
    body: Type.Object(
      { name: optional(Name), description: optional(nullable(Description)) },
      { ...strict, minProperties: 1 },
    ),
    responses: { 200: Organization },
    errors: [404, 409],
    source,
  },
  deleteOrganization: {
    method: 'DELETE',
    path: '/v2/organizations/{org_id}',
    summary: 'Delete an organization and its contents',
    responses: { 204: null },
    errors: [404],
    source,
  },
  addOrganizationUser: {
    method: 'POST',
    path: '/v2/organizations/{org_id}/users',
    summary: 'Add a user to an organization, or change its role there',
    body: NewMember,
    responses: {
      200: Type.Object({ id: Id, user_id: Id, organization_id: Id, role: MemberRoleAssignment }, strict),
    },
    errors: [404],
    source,
  },
  removeOrganizationUser: {
    method: 'DELETE',
    path: '/v2/organizations/{org_id}/users/{user_id}',
    summary: 'Remove a user from an organization and all its spaces',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
