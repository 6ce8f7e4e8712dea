import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Name, Tags } from './projects.ts'
import {
  collection,
  Flag,
  Id,
  Links,
  member,
  nullable,
  open,
  optional,
  paging,
  ResourceOptions,
  wrapped,
} from './shapes.ts'

const changeable = {
  enabled: optional(Flag),
  description: optional(nullable(Type.String({ maxLength: 255 }))),
  tags: optional(Tags),
  options: optional(ResourceOptions),
}

export const Domain = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    enabled: Type.Boolean(),
    description: Type.String(),
    tags: Type.Array(Type.String()),
    options: Type.Object({}, open),
    links: Links,
    domain_id: optional(Type.Never()),
    parent_id: optional(Type.Never()),
    is_domain: optional(Type.Never()),
    explicit_domain_id: optional(Type.Never()),
  },
  open,
)

export const domains = {
  listDomains: {
    method: 'GET',
    path: '/domains',
    summary: 'List domains',
    query: ['name', 'enabled', ...paging],
    responses: { 200: collection('domains', Domain) },
    errors: [404],
    source: 'keystone.md section 11',
  },
  createDomain: {
    method: 'POST',
    path: '/domains',
    summary: 'Create a domain',
    body: wrapped('domain', {
      name: Name,
      explicit_domain_id: optional(Type.String({ maxLength: 32, pattern: '^[0-9a-f]{32}$' })),
      ...changeable,
    }),
    responses: { 201: member('domain', Domain) },
    errors: [409],
    source: 'keystone.md section 11',
  },
  getDomain: {
    method: 'GET',
    path: '/domains/{domain_id}',
    summary: 'Show a domain',
    responses: { 200: member('domain', Domain) },
    errors: [404],
    source: 'keystone.md section 11',
  },
  updateDomain: {
    method: 'PATCH',
    path: '/domains/{domain_id}',
    summary: 'Change a domain',
    body: Type.Object(
      {
        domain: Type.Object(
          { id: optional(Id), name: optional(Name), ...changeable },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('domain', Domain) },
    errors: [404, 409],
    source: 'keystone.md sections 11 and 14',
  },
  deleteDomain: {
    method: 'DELETE',
    path: '/domains/{domain_id}',
    summary: 'Delete a disabled domain and its contents',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 11 and 27',
  },
} as const satisfies Contract
