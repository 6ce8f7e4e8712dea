import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Flag, Links, member, nullable, optional, paging, Text } from './shapes.ts'

const closed = { additionalProperties: false } as const
const Url = Type.String({ maxLength: 225, pattern: '^[a-zA-Z0-9+.-]+:.+' })

const changeable = {
  description: optional(nullable(Text)),
  enabled: optional(Flag),
  relay_state_prefix: optional(nullable(Type.String({ maxLength: 256 }))),
}

export const ServiceProvider = Type.Object(
  {
    id: Type.String(),
    description: nullable(Type.String()),
    enabled: Type.Boolean(),
    auth_url: Type.String(),
    sp_url: Type.String(),
    relay_state_prefix: Type.String(),
    links: Links,
  },
  closed,
)

const path = '/OS-FEDERATION/service_providers'
const source = 'keystone.md section 22'

export const serviceProviders = {
  listServiceProviders: {
    method: 'GET',
    path,
    summary: 'List the service providers that accept assertions of this server',
    query: ['id', 'enabled', ...paging],
    responses: { 200: collection('service_providers', ServiceProvider) },
    errors: [404],
    source,
  },
  createServiceProvider: {
    method: 'PUT',
    path: `${path}/{service_provider_id}`,
    summary: 'Create a service provider',
    body: Type.Object(
      { service_provider: Type.Object({ auth_url: Url, sp_url: Url, ...changeable }, closed) },
      closed,
    ),
    responses: { 201: member('service_provider', ServiceProvider) },
    errors: [409],
    source,
  },
  getServiceProvider: {
    method: 'GET',
    path: `${path}/{service_provider_id}`,
    summary: 'Show a service provider',
    responses: { 200: member('service_provider', ServiceProvider) },
    errors: [404],
    source,
  },
  updateServiceProvider: {
    method: 'PATCH',
    path: `${path}/{service_provider_id}`,
    summary: 'Change a service provider',
    body: Type.Object(
      {
        service_provider: Type.Object(
          { auth_url: optional(Url), sp_url: optional(Url), ...changeable },
          { ...closed, minProperties: 1 },
        ),
      },
      closed,
    ),
    responses: { 200: member('service_provider', ServiceProvider) },
    errors: [404],
    source,
  },
  deleteServiceProvider: {
    method: 'DELETE',
    path: `${path}/{service_provider_id}`,
    summary: 'Delete a service provider',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
