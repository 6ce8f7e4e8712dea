import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
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
  Text,
  wrapped,
} from './shapes.ts'

export const Name = Type.String({ minLength: 1, maxLength: 64 })

const Tag = Type.String({ minLength: 1, maxLength: 255, pattern: '^[^,/]*$' })
/** Core rejects repeated tags in linear time. */
export const Tags = Type.Array(Tag, { maxItems: 80 })

const changeable = {
  domain_id: optional(nullable(Id)),
  parent_id: optional(nullable(Id)),
  is_domain: optional(Flag),
  enabled: optional(Flag),
  description: optional(nullable(Text)),
  tags: optional(Tags),
  options: optional(ResourceOptions),
}

const shown = {
  id: Type.String(),
  name: Type.String(),
  /** Null for a project that is a domain, like its parent. */
  domain_id: nullable(Type.String()),
  parent_id: nullable(Type.String()),
  is_domain: Type.Boolean(),
  enabled: Type.Boolean(),
  description: Type.String(),
  tags: Type.Array(Type.String()),
  options: Type.Object({}, open),
  links: Links,
}

const Relative = Type.Object(shown, open)

/** A list of projects, or a tree of their ids: `{"<parent>": {"<its parent>": null}}`. */
const Relatives = Type.Union([
  Type.Array(member('project', Relative)),
  Type.Record(Type.String(), Type.Unknown()),
  Type.Null(),
])

export const Project = Type.Object(
  { ...shown, parents: optional(Relatives), subtree: optional(Relatives) },
  open,
)

export const projects = {
  listProjects: {
    method: 'GET',
    path: '/projects',
    summary: 'List projects',
    query: [
      'domain_id',
      'enabled',
      'name',
      'parent_id',
      'is_domain',
      'tags',
      'tags-any',
      'not-tags',
      'not-tags-any',
      ...paging,
    ],
    responses: { 200: collection('projects', Project) },
    errors: [404],
    source: 'keystone.md section 13.2',
  },
  createProject: {
    method: 'POST',
    path: '/projects',
    summary: 'Create a project, or a domain',
    body: wrapped('project', { name: Name, ...changeable }),
    responses: { 201: member('project', Project) },
    errors: [409],
    source: 'keystone.md section 13',
  },
  getProject: {
    method: 'GET',
    path: '/projects/{project_id}',
    summary: 'Show a project',
    query: ['parents_as_list', 'parents_as_ids', 'subtree_as_list', 'subtree_as_ids', 'include_limits'],
    responses: { 200: member('project', Project) },
    errors: [404],
    source: 'keystone.md sections 13 and 13.1',
  },
  updateProject: {
    method: 'PATCH',
    path: '/projects/{project_id}',
    summary: 'Change a project',
    // An empty patch is allowed, as in Keystone, also with `{}` as the whole body.
    body: Type.Object(
      { project: optional(Type.Object({ id: optional(Id), name: optional(Name), ...changeable }, open)) },
      open,
    ),
    responses: { 200: member('project', Project) },
    errors: [404, 409],
    source: 'keystone.md sections 13 and 14',
  },
  deleteProject: {
    method: 'DELETE',
    path: '/projects/{project_id}',
    summary: 'Delete a project without children',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md sections 13.1 and 27',
  },
} as const satisfies Contract
