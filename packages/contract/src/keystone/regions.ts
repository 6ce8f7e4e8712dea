import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { collection, Links, member, nullable, open, optional, paging, Text, wrapped } from './shapes.ts'

const Description = nullable(Type.String({ maxLength: 255 }))
const ParentId = nullable(Type.String({ minLength: 1, maxLength: 255 }))
/** Empty or null: the server generates one. */
const NewId = nullable(Type.String({ maxLength: 255 }))

export const Region = Type.Object(
  {
    id: Type.String(),
    description: Type.String(),
    parent_region_id: nullable(Type.String()),
    links: Links,
  },
  open,
)

const newRegion = wrapped('region', {
  id: optional(NewId),
  description: optional(Description),
  parent_region_id: optional(ParentId),
})

export const regions = {
  listRegions: {
    method: 'GET',
    path: '/regions',
    summary: 'List regions',
    query: ['parent_region_id', ...paging],
    strictQuery: true,
    responses: { 200: collection('regions', Region) },
    errors: [404],
    source: 'keystone.md section 16.1',
  },
  createRegion: {
    method: 'POST',
    path: '/regions',
    summary: 'Create a region',
    body: newRegion,
    responses: { 201: member('region', Region) },
    errors: [404, 409],
    source: 'keystone.md section 16.1',
  },
  createRegionWithId: {
    method: 'PUT',
    path: '/regions/{region_id}',
    summary: 'Create a region with a chosen id',
    body: newRegion,
    responses: { 201: member('region', Region) },
    errors: [404, 409],
    source: 'keystone.md section 16.1',
  },
  getRegion: {
    method: 'GET',
    path: '/regions/{region_id}',
    summary: 'Show a region',
    responses: { 200: member('region', Region) },
    errors: [404],
    source: 'keystone.md section 16.1',
  },
  updateRegion: {
    method: 'PATCH',
    path: '/regions/{region_id}',
    summary: 'Change a region',
    body: Type.Object(
      {
        region: Type.Object(
          {
            id: optional(Text),
            description: optional(Description),
            parent_region_id: optional(ParentId),
          },
          { ...open, minProperties: 1 },
        ),
      },
      open,
    ),
    responses: { 200: member('region', Region) },
    errors: [404],
    source: 'keystone.md section 16.1',
  },
  deleteRegion: {
    method: 'DELETE',
    path: '/regions/{region_id}',
    summary: 'Delete a region and its children',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 16.1 and 27',
  },
} as const satisfies Contract
