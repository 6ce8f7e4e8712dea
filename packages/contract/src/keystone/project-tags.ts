import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Tags } from './projects.ts'
import { Links, open } from './shapes.ts'

const TagList = Type.Object({ tags: Type.Array(Type.String()), links: Links })

const source = 'keystone.md section 13.3'

export const projectTags = {
  listProjectTags: {
    method: 'GET',
    path: '/projects/{project_id}/tags',
    summary: 'List the tags of a project',
    responses: { 200: TagList },
    errors: [404],
    source,
  },
  setProjectTags: {
    method: 'PUT',
    path: '/projects/{project_id}/tags',
    summary: 'Replace the tags of a project',
    body: Type.Object({ tags: Tags }, open),
    responses: { 200: TagList },
    errors: [404],
    source,
  },
  removeProjectTags: {
    method: 'DELETE',
    path: '/projects/{project_id}/tags',
    summary: 'Remove all tags of a project',
    responses: { 204: null },
    errors: [404],
    source,
  },
  checkProjectTag: {
    method: 'GET',
    path: '/projects/{project_id}/tags/{value}',
    summary: 'Check whether a project has a tag',
    responses: { 204: null },
    errors: [404],
    source,
  },
  addProjectTag: {
    method: 'PUT',
    path: '/projects/{project_id}/tags/{value}',
    summary: 'Add a tag to a project',
    responses: { 201: null },
    errors: [404],
    source,
  },
  removeProjectTag: {
    method: 'DELETE',
    path: '/projects/{project_id}/tags/{value}',
    summary: 'Remove a tag of a project',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
