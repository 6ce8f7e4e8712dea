import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Project, ProjectMember } from './projects.ts'
import { Session } from './sessions.ts'
import { nullable, page, paging, Scope, strict } from './shapes.ts'
import { ProfileChange, User } from './users.ts'

export const Authority = Type.Object(
  {
    scope: Scope,
    roles: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, strict)),
  },
  { ...strict, description: 'The scope of the session or key, and its roles there.' },
)

export const Me = Type.Object(
  {
    user: User,
    session: nullable(Session),
    authority: Authority,
  },
  strict,
)

export const Permissions = Type.Object(
  {
    domain_id: Type.String(),
    rules: Type.Array(Type.String(), { description: 'Names of rules, such as `identity:create_user`.' }),
  },
  { ...strict, description: 'The rules that allow the caller to work with ordinary objects of a domain.' },
)

export const OwnProject = Type.Object(
  {
    project: Project,
    roles: Type.Array(Type.Object({ id: Type.String(), name: Type.String() }, strict), {
      description: 'Your direct roles; empty if you have a role only through a group or a project above.',
    }),
  },
  strict,
)

export const me = {
  getMe: {
    method: 'GET',
    path: '/me',
    description:
      'Shows the authenticated user, the session, and the roles with their scope. Every user may do this.',
    summary: 'Show yourself, your session and your roles',
    strictQuery: true,
    responses: { 200: Me },
    source: 'docs/apis/native.md',
  },
  getOwnPermissions: {
    method: 'GET',
    path: '/me/permissions',
    description:
      'Shows which rules allow the caller to work with ordinary objects of a domain, so that a client offers only what is possible; by default in the domain in scope, or else in the domain of the caller. Each operation still decides for its object. Every user may do this.',
    summary: 'Show what you may do in a domain',
    query: ['domain_id'],
    strictQuery: true,
    responses: { 200: Permissions },
    source: 'docs/apis/native.md',
  },
  updateMe: {
    method: 'PATCH',
    path: '/me',
    description:
      'Changes names, phone number and picture of the caller by a merge patch. Every user may do this. `If-Match` with an old tag is 412 `version_changed`.',
    summary: 'Change your names, phone number and picture by a JSON merge patch (RFC 7396)',
    strictQuery: true,
    headers: ['If-Match'],
    body: ProfileChange,
    responses: { 200: User },
    errors: [412, 415],
    source: 'docs/apis/native.md',
  },
  listOwnProjects: {
    method: 'GET',
    path: '/me/projects',
    description:
      'Lists the projects on which the caller has a role, with its direct roles there. Every user may do this. The list is paged with `next_cursor`.',
    summary: 'List your projects, by id',
    query: [...paging],
    strictQuery: true,
    responses: { 200: page('projects', OwnProject) },
    source: 'docs/apis/native.md',
  },
  listOwnProjectMembers: {
    method: 'GET',
    path: '/me/projects/{project_id}/members',
    description:
      'Lists the users with a direct role on a project on which the caller has a role. Every user may do this; any other project is 404 `project_not_found`. The list is paged with `next_cursor`.',
    summary: 'List the members of one of your projects, by user id',
    query: [...paging],
    strictQuery: true,
    responses: { 200: page('members', ProjectMember) },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  leaveProject: {
    method: 'DELETE',
    path: '/me/projects/{project_id}',
    description:
      'Revokes the direct roles of the caller on the project and the projects below it. Every member may do this; delegated credentials such as an API key are 403 `forbidden_to_delegation`. A caller without a direct role there is 404 `member_not_found`.',
    summary: 'Leave a project and the projects below it',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  deleteMe: {
    method: 'DELETE',
    path: '/me',
    description:
      'Deletes the caller: sessions, keys and roles end at once. Every user may do this. An administrator can restore the user for a limited time.',
    summary: 'Delete yourself; an administrator can restore you for a limited time',
    strictQuery: true,
    responses: { 204: null },
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
