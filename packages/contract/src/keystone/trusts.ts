import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Role } from './roles.ts'
import {
  collection,
  Id,
  Links,
  ListLinks,
  member,
  nullable,
  open,
  optional,
  paging,
  Text,
  wrapped,
} from './shapes.ts'

/** Exactly one of the two. */
const RoleRef = Type.Union([
  Type.Object({ id: Id }, { additionalProperties: false }),
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 255 }) }, { additionalProperties: false }),
])

/** A trust in a list, without its roles. */
const TrustRow = Type.Object(
  {
    id: Type.String(),
    trustor_user_id: Type.String(),
    trustee_user_id: Type.String(),
    impersonation: Type.Boolean(),
    project_id: nullable(Type.String()),
    expires_at: nullable(Type.String()),
    remaining_uses: nullable(Type.Integer()),
    redelegation_count: Type.Integer(),
    redelegated_trust_id: nullable(Type.String()),
    deleted_at: Type.Null(),
    links: Links,
  },
  open,
)

export const Trust = Type.Object(
  { ...TrustRow.properties, roles: Type.Array(Role), roles_links: ListLinks },
  open,
)

const source = 'keystone.md section 19'

export const trusts = {
  listTrusts: {
    method: 'GET',
    path: '/OS-TRUST/trusts',
    summary: 'List all trusts, or those of a trustor or trustee',
    query: ['trustor_user_id', 'trustee_user_id', ...paging],
    responses: { 200: collection('trusts', TrustRow) },
    errors: [404],
    source,
  },
  createTrust: {
    method: 'POST',
    path: '/OS-TRUST/trusts',
    summary:
      'Create a trust that delegates your roles on a project; with the token of a trust, redelegate that trust',
    body: wrapped('trust', {
      trustor_user_id: Text,
      trustee_user_id: Text,
      impersonation: Type.Boolean(),
      project_id: optional(nullable(Text)),
      roles: optional(Type.Array(RoleRef, { maxItems: 1000 })),
      expires_at: optional(nullable(Type.String({ maxLength: 64 }))),
      remaining_uses: optional(nullable(Type.Integer({ minimum: 1, maximum: 2_147_483_647 }))),
      allow_redelegation: optional(nullable(Type.Boolean())),
      redelegation_count: optional(nullable(Type.Integer({ minimum: 0 }))),
      redelegated_trust_id: optional(nullable(Text)),
    }),
    responses: { 201: member('trust', Trust) },
    errors: [404, 409],
    source,
  },
  getTrust: {
    method: 'GET',
    path: '/OS-TRUST/trusts/{trust_id}',
    summary: 'Show an active trust',
    responses: { 200: member('trust', Trust) },
    errors: [404],
    source,
  },
  deleteTrust: {
    method: 'DELETE',
    path: '/OS-TRUST/trusts/{trust_id}',
    summary: 'Delete a trust and its redelegations, and revoke their tokens',
    responses: { 204: null },
    errors: [404],
    source,
  },
  listTrustRoles: {
    method: 'GET',
    path: '/OS-TRUST/trusts/{trust_id}/roles',
    summary: 'List the roles that a trust delegates',
    query: paging,
    responses: { 200: collection('roles', Role) },
    errors: [404],
    source,
  },
  getTrustRole: {
    method: 'GET',
    path: '/OS-TRUST/trusts/{trust_id}/roles/{role_id}',
    summary: 'Show a role that a trust delegates',
    responses: { 200: member('role', Role) },
    errors: [404],
    source,
  },
} as const satisfies Contract
