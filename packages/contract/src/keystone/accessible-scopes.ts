import type { Contract } from '../operation.ts'
import { Domain } from './domains.ts'
import { Project } from './projects.ts'
import { collection, paging } from './shapes.ts'

/** Projects and domains on which a user has a role, including groups, inheritance and implication. */
export const accessibleScopes = {
  listUserProjects: {
    method: 'GET',
    path: '/users/{user_id}/projects',
    summary: 'List the projects on which a user has a role',
    query: ['domain_id', 'enabled', 'name', ...paging],
    responses: { 200: collection('projects', Project) },
    errors: [404],
    source: 'keystone-routes.tsv',
  },
  getAuthProjects: {
    method: 'GET',
    path: '/auth/projects',
    summary: 'List the projects you can get a token for',
    query: paging,
    responses: { 200: collection('projects', Project) },
    errors: [404],
    source: 'keystone.md section 6.11',
  },
  getAuthDomains: {
    method: 'GET',
    path: '/auth/domains',
    summary: 'List the domains you can get a token for',
    query: paging,
    responses: { 200: collection('domains', Domain) },
    errors: [404],
    source: 'keystone.md section 6.11',
  },
} as const satisfies Contract
