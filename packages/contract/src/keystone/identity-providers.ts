import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Flag, member, nullable, optional, paging } from './shapes.ts'

const closed = { additionalProperties: false } as const
const source = 'keystone.md sections 23.1 and 30'

const Minutes = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })
const RemoteIds = Type.Array(Type.String({ maxLength: 64 }), { maxItems: 100 })

export const IdentityProvider = Type.Object({
  id: Type.String(),
  domain_id: Type.String(),
  enabled: Type.Boolean(),
  description: nullable(Type.String()),
  remote_ids: Type.Array(Type.String()),
  authorization_ttl: nullable(Type.Integer()),
  links: Type.Object({ self: Type.String(), protocols: Type.String() }),
})

const fields = {
  enabled: optional(Flag),
  description: optional(nullable(Type.String({ maxLength: 65_535 }))),
  remote_ids: optional(nullable(RemoteIds)),
  authorization_ttl: optional(nullable(Minutes)),
}

export const identityProviders = {
  listIdentityProviders: {
    method: 'GET',
    path: '/OS-FEDERATION/identity_providers',
    summary: 'List identity providers',
    query: ['id', 'enabled', ...paging],
    responses: { 200: collection('identity_providers', IdentityProvider) },
    errors: [404],
    source,
  },
  createIdentityProvider: {
    method: 'PUT',
    path: '/OS-FEDERATION/identity_providers/{idp_id}',
    summary: 'Create an identity provider, with a new domain unless one is given',
    body: Type.Object(
      {
        identity_provider: optional(
          Type.Object({ ...fields, domain_id: optional(nullable(Type.String({ maxLength: 64 }))) }, closed),
        ),
      },
      closed,
    ),
    responses: { 201: member('identity_provider', IdentityProvider) },
    errors: [404, 409],
    source,
  },
  getIdentityProvider: {
    method: 'GET',
    path: '/OS-FEDERATION/identity_providers/{idp_id}',
    summary: 'Show an identity provider',
    responses: { 200: member('identity_provider', IdentityProvider) },
    errors: [404],
    source,
  },
  updateIdentityProvider: {
    method: 'PATCH',
    path: '/OS-FEDERATION/identity_providers/{idp_id}',
    summary: 'Change an identity provider, except its domain',
    body: Type.Object({ identity_provider: Type.Object(fields, { ...closed, minProperties: 1 }) }, closed),
    responses: { 200: member('identity_provider', IdentityProvider) },
    errors: [404, 409],
    source,
  },
  deleteIdentityProvider: {
    method: 'DELETE',
    path: '/OS-FEDERATION/identity_providers/{idp_id}',
    summary: 'Delete an identity provider and its protocols; its domain stays',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 23.1 and 27',
  },
} as const satisfies Contract
