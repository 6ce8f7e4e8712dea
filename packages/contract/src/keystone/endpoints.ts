import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Id, Links, member, nullable, open, optional, paging, Text, wrapped } from './shapes.ts'

export const interfaces = ['admin', 'internal', 'public'] as const

export const Interface = Type.Enum(interfaces)
/** Accepts URLs as shown in responses, with the URL of this server or with its placeholder. */
const Url = Type.String({ maxLength: 2048, pattern: '^([a-zA-Z0-9+.-]+:.+|[%$]\\(public_endpoint\\)s)' })

const changeable = {
  region_id: optional(nullable(Id)),
  /** The older name of `region_id`: a missing region is created. */
  region: optional(nullable(Id)),
  enabled: optional(Type.Boolean()),
  name: optional(Text),
  description: optional(nullable(Text)),
}

export const Endpoint = Type.Object(
  {
    id: Type.String(),
    service_id: Type.String(),
    interface: Interface,
    url: Type.String(),
    region: nullable(Type.String()),
    region_id: nullable(Type.String()),
    enabled: Type.Boolean(),
    links: Links,
  },
  open,
)

export const endpoints = {
  listEndpoints: {
    method: 'GET',
    path: '/endpoints',
    summary: 'List endpoints',
    query: ['interface', 'service_id', 'region_id', 'url_template', ...paging],
    responses: { 200: collection('endpoints', Endpoint) },
    errors: [404],
    source: 'keystone.md section 16.3',
  },
  createEndpoint: {
    method: 'POST',
    path: '/endpoints',
    summary: 'Create an endpoint',
    body: wrapped('endpoint', { service_id: Text, interface: Interface, url: Url, ...changeable }),
    responses: { 201: member('endpoint', Endpoint) },
    source: 'keystone.md section 16.3',
  },
  getEndpoint: {
    method: 'GET',
    path: '/endpoints/{endpoint_id}',
    summary: 'Show an endpoint',
    query: ['url_template'],
    responses: { 200: member('endpoint', Endpoint) },
    errors: [404],
    source: 'keystone.md section 16.3',
  },
  updateEndpoint: {
    method: 'PATCH',
    path: '/endpoints/{endpoint_id}',
    summary: 'Change an endpoint',
    body: Type.Object(
      {
        endpoint: Type.Object(
          {
            id: optional(Text),
            service_id: optional(Text),
            interface: optional(Interface),
            url: optional(Url),
            ...changeable,
          },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('endpoint', Endpoint) },
    errors: [404],
    source: 'keystone.md section 16.3',
  },
  deleteEndpoint: {
    method: 'DELETE',
    path: '/endpoints/{endpoint_id}',
    summary: 'Delete an endpoint',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 16.3 and 27',
  },
} as const satisfies Contract
