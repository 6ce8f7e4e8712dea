import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, member, nullable, optional, paging } from './shapes.ts'

const closed = { additionalProperties: false } as const
const source = 'keystone.md sections 23.1 and 30'

const MappingId = Type.String({ minLength: 1, maxLength: 64 })
const Attribute = Type.String({ maxLength: 64 })

export const FederationProtocol = Type.Object({
  id: Type.String(),
  idp_id: Type.String(),
  mapping_id: Type.String(),
  remote_id_attribute: nullable(Type.String()),
  links: Type.Object({ self: Type.String(), identity_provider: Type.String() }),
})

export const federationProtocols = {
  listProtocols: {
    method: 'GET',
    path: '/OS-FEDERATION/identity_providers/{idp_id}/protocols',
    summary: 'List the protocols of an identity provider',
    query: paging,
    responses: { 200: collection('protocols', FederationProtocol) },
    errors: [404],
    source,
  },
  createProtocol: {
    method: 'PUT',
    path: '/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}',
    summary: 'Create a protocol of an identity provider',
    body: Type.Object(
      {
        protocol: Type.Object(
          { mapping_id: MappingId, remote_id_attribute: optional(nullable(Attribute)) },
          closed,
        ),
      },
      closed,
    ),
    responses: { 201: member('protocol', FederationProtocol) },
    errors: [404, 409],
    source,
  },
  getProtocol: {
    method: 'GET',
    path: '/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}',
    summary: 'Show a protocol of an identity provider',
    responses: { 200: member('protocol', FederationProtocol) },
    errors: [404],
    source,
  },
  updateProtocol: {
    method: 'PATCH',
    path: '/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}',
    summary: 'Change a protocol of an identity provider',
    description: 'The mapping is required, even where it does not change.',
    body: Type.Object(
      {
        protocol: Type.Object({ mapping_id: MappingId, remote_id_attribute: optional(Attribute) }, closed),
      },
      closed,
    ),
    responses: { 200: member('protocol', FederationProtocol) },
    errors: [404],
    source,
  },
  deleteProtocol: {
    method: 'DELETE',
    path: '/OS-FEDERATION/identity_providers/{idp_id}/protocols/{protocol_id}',
    summary: 'Delete a protocol of an identity provider',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 23.1 and 27',
  },
} as const satisfies Contract
