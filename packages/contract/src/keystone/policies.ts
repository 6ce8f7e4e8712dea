import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Links, member, open, optional, paging, Text, wrapped } from './shapes.ts'

/** Opaque; as long as a request may be. */
const Blob = Type.String({ maxLength: 114_688 })
const MediaType = Type.String({ maxLength: 255 })

export const Policy = Type.Object(
  { id: Type.String(), type: Type.String(), blob: Type.String(), links: Links },
  open,
)

export const policies = {
  listPolicies: {
    method: 'GET',
    path: '/policies',
    summary: 'List the policies stored for other services',
    query: ['type', ...paging],
    responses: { 200: collection('policies', Policy) },
    errors: [404],
    source: 'keystone.md section 16.5',
  },
  createPolicy: {
    method: 'POST',
    path: '/policies',
    summary: 'Store a policy for other services',
    body: wrapped('policy', { type: MediaType, blob: Blob }),
    responses: { 201: member('policy', Policy) },
    source: 'keystone.md section 16.5',
  },
  getPolicy: {
    method: 'GET',
    path: '/policies/{policy_id}',
    summary: 'Show a stored policy',
    responses: { 200: member('policy', Policy) },
    errors: [404],
    source: 'keystone.md section 16.5',
  },
  updatePolicy: {
    method: 'PATCH',
    path: '/policies/{policy_id}',
    summary: 'Change a stored policy',
    body: Type.Object(
      {
        policy: Type.Object(
          { id: optional(Text), type: optional(MediaType), blob: optional(Blob) },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('policy', Policy) },
    errors: [404],
    source: 'keystone.md section 16.5',
  },
  deletePolicy: {
    method: 'DELETE',
    path: '/policies/{policy_id}',
    summary: 'Delete a stored policy and its associations',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 16.5 and 30',
  },
} as const satisfies Contract
