import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Endpoint, Interface } from './endpoints.ts'
import { collection, Id, Links, member, nullable, optional, paging, Text } from './shapes.ts'

const closed = { additionalProperties: false } as const

/** An endpoint belongs to the group when it equals every value. */
const Filters = Type.Object(
  { service_id: optional(Id), region_id: optional(nullable(Id)), interface: optional(Interface) },
  { ...closed, minProperties: 1 },
)
const Name = Type.String({ minLength: 1, maxLength: 255 })
const Description = nullable(Text)

export const EndpointGroup = Type.Object({
  id: Type.String(),
  name: Type.String(),
  description: nullable(Type.String()),
  filters: Filters,
  links: Links,
})

const prefix = '/OS-EP-FILTER'
const group = `${prefix}/endpoint_groups/{endpoint_group_id}` as const
const source = 'keystone.md section 16.4'

export const endpointGroups = {
  listEndpointGroups: {
    method: 'GET',
    path: `${prefix}/endpoint_groups`,
    summary: 'List endpoint groups',
    query: ['name', ...paging],
    strictQuery: true,
    responses: { 200: collection('endpoint_groups', EndpointGroup) },
    errors: [404],
    source,
  },
  createEndpointGroup: {
    method: 'POST',
    path: `${prefix}/endpoint_groups`,
    summary: 'Create an endpoint group',
    body: Type.Object(
      {
        endpoint_group: Type.Object(
          { name: Name, filters: Filters, description: optional(Description) },
          closed,
        ),
      },
      closed,
    ),
    responses: { 201: member('endpoint_group', EndpointGroup) },
    source,
  },
  getEndpointGroup: {
    method: 'GET',
    path: group,
    summary: 'Show an endpoint group',
    responses: { 200: member('endpoint_group', EndpointGroup) },
    errors: [404],
    source,
  },
  updateEndpointGroup: {
    method: 'PATCH',
    path: group,
    summary: 'Change an endpoint group',
    body: Type.Object(
      {
        endpoint_group: Type.Object(
          {
            id: optional(Text),
            name: optional(Name),
            filters: optional(Filters),
            description: optional(Description),
          },
          { ...closed, minProperties: 1 },
        ),
      },
      closed,
    ),
    responses: { 200: member('endpoint_group', EndpointGroup) },
    errors: [404],
    source,
  },
  deleteEndpointGroup: {
    method: 'DELETE',
    path: group,
    summary: 'Delete an endpoint group and its associations',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 16.4 and 27',
  },
  listEndpointGroupEndpoints: {
    method: 'GET',
    path: `${group}/endpoints`,
    summary: 'List the endpoints of an endpoint group',
    query: paging,
    responses: { 200: collection('endpoints', Endpoint) },
    errors: [404],
    source,
  },
} as const satisfies Contract
