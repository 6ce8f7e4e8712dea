import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Id, Links, member, nullable, optional, paging, Text } from './shapes.ts'

export const closed = { additionalProperties: false } as const

/** -1: unlimited. */
export const Amount = Type.Integer({ minimum: -1, maximum: 2_147_483_647 })
export const ResourceName = Type.String({ minLength: 1, maxLength: 255 })
export const Description = nullable(Type.String({ maxLength: 255 }))
/** Limits of one request. */
export const maxItems = 500

export const RegisteredLimit = Type.Object({
  id: Type.String(),
  service_id: Type.String(),
  region_id: nullable(Type.String()),
  resource_name: Type.String(),
  default_limit: Type.Integer(),
  description: nullable(Type.String()),
  links: Links,
})

const path = '/registered_limits/{registered_limit_id}'
const source = 'keystone.md section 20'

export const registeredLimits = {
  listRegisteredLimits: {
    method: 'GET',
    path: '/registered_limits',
    summary: 'List the default limits of resources',
    query: ['service_id', 'region_id', 'resource_name', ...paging],
    responses: { 200: collection('registered_limits', RegisteredLimit) },
    errors: [404],
    source,
  },
  createRegisteredLimits: {
    method: 'POST',
    path: '/registered_limits',
    summary: 'Create default limits of resources, all or none',
    body: Type.Object(
      {
        registered_limits: Type.Array(
          Type.Object(
            {
              service_id: Id,
              region_id: optional(nullable(Id)),
              resource_name: ResourceName,
              default_limit: Amount,
              description: optional(Description),
            },
            closed,
          ),
          { minItems: 1, maxItems },
        ),
      },
      closed,
    ),
    responses: { 201: Type.Object({ registered_limits: Type.Array(RegisteredLimit) }) },
    errors: [409],
    source,
  },
  getRegisteredLimit: {
    method: 'GET',
    path,
    summary: 'Show the default limit of a resource',
    responses: { 200: member('registered_limit', RegisteredLimit) },
    errors: [404],
    source,
  },
  updateRegisteredLimit: {
    method: 'PATCH',
    path,
    summary: 'Change the default limit of a resource, unless a limit refers to it',
    body: Type.Object(
      {
        registered_limit: Type.Object(
          {
            id: optional(Text),
            service_id: optional(Id),
            region_id: optional(nullable(Id)),
            resource_name: optional(ResourceName),
            default_limit: optional(Amount),
            description: optional(Description),
          },
          { ...closed, minProperties: 1 },
        ),
      },
      closed,
    ),
    responses: { 200: member('registered_limit', RegisteredLimit) },
    errors: [404, 409],
    source,
  },
  deleteRegisteredLimit: {
    method: 'DELETE',
    path,
    summary: 'Delete the default limit of a resource, unless a limit refers to it',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
