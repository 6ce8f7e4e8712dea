import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Amount, closed, Description, maxItems, ResourceName } from './registered-limits.ts'
import { collection, Id, Links, member, nullable, optional, paging, Text } from './shapes.ts'

export const Limit = Type.Object({
  id: Type.String(),
  /** One of these two is null. */
  project_id: nullable(Type.String()),
  domain_id: nullable(Type.String()),
  service_id: Type.String(),
  region_id: nullable(Type.String()),
  resource_name: Type.String(),
  resource_limit: Type.Integer(),
  description: nullable(Type.String()),
  links: Links,
})

const Model = Type.Object({ name: Type.String(), description: Type.String() })

const source = 'keystone.md section 20'

export const limits = {
  getLimitModel: {
    method: 'GET',
    path: '/limits/model',
    summary: 'Show how the limits of projects and domains depend on one another',
    responses: { 200: Type.Object({ model: Model }) },
    source,
  },
  listLimits: {
    method: 'GET',
    path: '/limits',
    summary: 'List limits',
    description:
      'All limits for the system, an administrator and the role service; otherwise those of the project of the token, or of its domain and the projects in it.',
    query: ['service_id', 'region_id', 'resource_name', 'project_id', 'domain_id', ...paging],
    responses: { 200: collection('limits', Limit) },
    errors: [404],
    source,
  },
  createLimits: {
    method: 'POST',
    path: '/limits',
    summary: 'Create limits of projects and domains, all or none',
    body: Type.Object(
      {
        limits: Type.Array(
          Type.Object(
            {
              project_id: optional(nullable(Id)),
              domain_id: optional(nullable(Id)),
              service_id: Id,
              region_id: optional(nullable(Id)),
              resource_name: ResourceName,
              resource_limit: Amount,
              description: optional(Description),
            },
            closed,
          ),
          { minItems: 1, maxItems },
        ),
      },
      closed,
    ),
    responses: { 201: Type.Object({ limits: Type.Array(Limit) }) },
    errors: [409],
    source,
  },
  getLimit: {
    method: 'GET',
    path: '/limits/{limit_id}',
    summary: 'Show a limit',
    responses: { 200: member('limit', Limit) },
    errors: [404],
    source,
  },
  updateLimit: {
    method: 'PATCH',
    path: '/limits/{limit_id}',
    summary: 'Change a limit',
    body: Type.Object(
      {
        limit: Type.Object(
          {
            id: optional(Text),
            resource_limit: optional(Amount),
            description: optional(Description),
          },
          { ...closed, minProperties: 1 },
        ),
      },
      closed,
    ),
    responses: { 200: member('limit', Limit) },
    errors: [404],
    source,
  },
  deleteLimit: {
    method: 'DELETE',
    path: '/limits/{limit_id}',
    summary: 'Delete a limit',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
