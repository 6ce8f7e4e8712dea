import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Links, member, nullable, optional, paging, wrapped } from './shapes.ts'

const source = 'keystone.md sections 23.1 and 23.2'

/** Core checks the rules, and answers with the path of a mistake. */
const Rules = Type.Array(Type.Unknown(), { minItems: 1, maxItems: 1000 })

export const Mapping = Type.Object({
  id: Type.String(),
  rules: Rules,
  schema_version: Type.String(),
  links: Links,
})

const body = wrapped('mapping', {
  rules: Rules,
  schema_version: optional(nullable(Type.String({ maxLength: 5 }))),
})

export const mappings = {
  listMappings: {
    method: 'GET',
    path: '/OS-FEDERATION/mappings',
    summary: 'List mappings',
    query: paging,
    responses: { 200: collection('mappings', Mapping) },
    errors: [404],
    source,
  },
  createMapping: {
    method: 'PUT',
    path: '/OS-FEDERATION/mappings/{mapping_id}',
    summary: 'Create a mapping of federated users',
    body,
    responses: { 201: member('mapping', Mapping) },
    errors: [409],
    source,
  },
  getMapping: {
    method: 'GET',
    path: '/OS-FEDERATION/mappings/{mapping_id}',
    summary: 'Show a mapping',
    responses: { 200: member('mapping', Mapping) },
    errors: [404],
    source,
  },
  updateMapping: {
    method: 'PATCH',
    path: '/OS-FEDERATION/mappings/{mapping_id}',
    summary: 'Replace the rules of a mapping',
    description: 'Also its schema_version: 1.0 where it is absent.',
    body,
    responses: { 200: member('mapping', Mapping) },
    errors: [404],
    source,
  },
  deleteMapping: {
    method: 'DELETE',
    path: '/OS-FEDERATION/mappings/{mapping_id}',
    summary: 'Delete a mapping; the protocols that use it stay',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 23.1 and 27',
  },
} as const satisfies Contract
