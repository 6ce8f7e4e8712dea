import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Description, Name, NewMember } from './organizations.ts'
import { Id, MemberRoleAssignment, nullable, optional, page, paging, source, strict, Time } from './shapes.ts'

/** Newer clients send it; private spaces are not supported. */
const NotPrivate = optional(nullable(Type.Literal(false)))

const Space = Type.Object(
  { id: Id, name: Type.String(), description: Type.String(), created_at: Time },
  strict,
)

export const spaces = {
  listSpaces: {
    method: 'GET',
    path: '/v2/spaces',
    summary: 'List spaces: the projects directly below organizations',
    query: ['org_id', 'name', ...paging],
    responses: { 200: page('spaces', Space) },
    errors: [404],
    source,
  },
  createSpace: {
    method: 'POST',
    path: '/v2/spaces',
    summary: 'Create a space in an organization',
    body: Type.Object(
      {
        name: Name,
        organization_id: Id,
        description: optional(nullable(Description)),
        is_private: NotPrivate,
      },
      strict,
    ),
    responses: { 201: Space },
    errors: [404, 409],
    source,
  },
  getSpace: {
    method: 'GET',
    path: '/v2/spaces/{space_id}',
    summary: 'Show a space',
    responses: { 200: Space },
    errors: [404],
    source,
  },
  updateSpace: {
    method: 'PATCH',
    path: '/v2/spaces/{space_id}',
    summary: 'Change a space',
    body: Type.Object(
      { name: optional(Name), description: optional(nullable(Description)), is_private: NotPrivate },
      { ...strict, minProperties: 1 },
    ),
    responses: { 200: Space },
    errors: [404, 409],
    source,
  },
  deleteSpace: {
    method: 'DELETE',
    path: '/v2/spaces/{space_id}',
    summary: 'Delete a space and its contents',
    responses: { 204: null },
    errors: [404],
    source,
  },
  addSpaceUser: {
    method: 'POST',
    path: '/v2/spaces/{space_id}/users',
    summary: 'Add a member of the organization to a space, or change its role there',
    body: NewMember,
    responses: {
      200: Type.Object({ id: Id, user_id: Id, space_id: Id, role: MemberRoleAssignment }, strict),
    },
    errors: [404],
    source,
  },
  removeSpaceUser: {
    method: 'DELETE',
    path: '/v2/spaces/{space_id}/users/{user_id}',
    summary: 'Remove a user and its role bindings from a space',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
