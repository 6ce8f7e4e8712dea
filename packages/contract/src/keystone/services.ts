import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Links, member, nullable, open, optional, paging, Text, wrapped } from './shapes.ts'

const Filled = Type.String({ minLength: 1, maxLength: 255 })

const changeable = {
  name: optional(Filled),
  description: optional(nullable(Text)),
  enabled: optional(Type.Boolean()),
}

export const Service = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    name: Type.String(),
    enabled: Type.Boolean(),
    description: optional(Type.String()),
    links: Links,
  },
  open,
)

export const services = {
  listServices: {
    method: 'GET',
    path: '/services',
    summary: 'List the services of the catalog',
    query: ['type', 'name', ...paging],
    responses: { 200: collection('services', Service) },
    errors: [404],
    source: 'keystone.md section 16.2',
  },
  createService: {
    method: 'POST',
    path: '/services',
    summary: 'Create a service in the catalog',
    body: wrapped('service', { type: Filled, ...changeable }),
    responses: { 201: member('service', Service) },
    source: 'keystone.md section 16.2',
  },
  getService: {
    method: 'GET',
    path: '/services/{service_id}',
    summary: 'Show a service of the catalog',
    responses: { 200: member('service', Service) },
    errors: [404],
    source: 'keystone.md section 16.2',
  },
  updateService: {
    method: 'PATCH',
    path: '/services/{service_id}',
    summary: 'Change a service of the catalog',
    body: Type.Object(
      {
        service: Type.Object(
          { id: optional(Text), type: optional(Filled), ...changeable },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('service', Service) },
    errors: [404],
    source: 'keystone.md section 16.2',
  },
  deleteService: {
    method: 'DELETE',
    path: '/services/{service_id}',
    summary: 'Delete a service and its endpoints from the catalog',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 16.2 and 27',
  },
} as const satisfies Contract
