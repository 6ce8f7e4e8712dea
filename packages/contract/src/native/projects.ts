import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'
import { userStatuses } from './users.ts'

const Name = Text(64, 1)

/** Strongest first. */
export const MemberRole = Type.Enum(['manager', 'member', 'reader', 'annotator'], { default: 'member' })

const changeable = {
  description: optional(nullable(Text(65_535))),
  enabled: optional(Type.Boolean({ description: 'False prevents every scope on the project.' })),
  tags: optional(Type.Array(Text(255, 1), { maxItems: 80 })),
  immutable: optional(
    Type.Boolean({
      description: 'Prevents changes and deletion until a request with only this field clears it.',
    }),
  ),
}

export const Project = Type.Object(
  {
    id: Type.String(),
    domain_id: Type.String(),
    parent_id: nullable(Type.String({ description: 'Null for a project directly below its domain.' })),
    name: Type.String({ description: 'Unique in the domain.' }),
    description: Type.String(),
    enabled: Type.Boolean(),
    tags: Type.Array(Type.String()),
    immutable: Type.Boolean(),
    created_at: Time,
    updated_at: Time,
  },
  strict,
)

export const NewProject = Type.Object(
  { name: Name, domain_id: optional(Id), parent_id: optional(nullable(Id)), ...changeable },
  strict,
)
export const ProjectChange = Type.Partial(Type.Object({ name: Name, ...changeable }), strict)

export const ProjectMember = Type.Object(
  {
    user_id: Type.String(),
    username: Type.String(),
    display_name: nullable(Type.String()),
    status: Type.Enum([...userStatuses], { description: 'Only `active` users can authenticate.' }),
    roles: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, strict), {
      description: 'The roles that are assigned to the user directly on the project.',
    }),
  },
  strict,
)

export const projects = {
  listProjects: {
    method: 'GET',
    path: '/projects',
    description:
      'Lists projects. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List projects, by id',
    query: ['domain_id', 'parent_id', 'name', 'search', ...paging],
    strictQuery: true,
    responses: { 200: page('projects', Project) },
    source: 'docs/apis/native.md',
  },
  createProject: {
    method: 'POST',
    path: '/projects',
    description:
      'Creates a project in a domain, or below another project. Administrators and managers of the domain may do this. A taken name is 409 `project_name_taken`.',
    summary: 'Create a project',
    strictQuery: true,
    body: NewProject,
    responses: { 201: Project },
    errors: [404, 409, 415],
    source: 'docs/apis/native.md',
  },
  getProject: {
    method: 'GET',
    path: '/projects/{project_id}',
    description:
      'Shows a project. Administrators, readers of the system, readers and managers of the domain, and callers with the scope of the project may do this. A missing project is 404 `project_not_found`.',
    summary: 'Show a project',
    strictQuery: true,
    responses: { 200: Project },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateProject: {
    method: 'PATCH',
    path: '/projects/{project_id}',
    description:
      'Changes a project by a merge patch; `tags` replaces all tags. Administrators and managers of the domain may do this. A taken name is 409; `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change a project by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: ProjectChange,
    responses: { 200: Project },
    errors: [404, 409, 412, 415],
    source: 'docs/apis/native.md',
  },
  deleteProject: {
    method: 'DELETE',
    path: '/projects/{project_id}',
    description:
      'Deletes a project with its role assignments. Administrators and managers of the domain may do this. A project with others below it is 403 `project_not_leaf`.',
    summary: 'Delete a project without projects below it',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  listProjectMembers: {
    method: 'GET',
    path: '/projects/{project_id}/members',
    description:
      'Lists the users with a direct role on the project. Administrators, readers of the system, and readers and managers of the domain may do this. The list is paged with `next_cursor`.',
    summary: 'List the members of a project, by user id',
    query: [...paging],
    strictQuery: true,
    responses: { 200: page('members', ProjectMember) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  setProjectMember: {
    method: 'PUT',
    path: '/projects/{project_id}/members/{user_id}',
    description:
      'Makes a user of the domain a member of the project, or replaces its member role. Administrators and managers of the domain may do this. A user that is not a member of the parent project is 400 `not_a_member_above`.',
    summary: 'Add a user to a project, or change its role there',
    strictQuery: true,
    body: Type.Object({ role: optional(MemberRole) }, strict),
    responses: { 200: ProjectMember },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  removeProjectMember: {
    method: 'DELETE',
    path: '/projects/{project_id}/members/{user_id}',
    description:
      'Revokes the direct roles of a user on the project and the projects below it. Administrators and managers of the domain may do this. A user without a direct role there is 404 `member_not_found`.',
    summary: 'Remove a user from a project and the projects below it',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
