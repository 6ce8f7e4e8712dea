import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { EndpointGroup } from './endpoint-groups.ts'
import { Endpoint } from './endpoints.ts'
import { Project } from './projects.ts'
import { collection, Links, member, paging } from './shapes.ts'

const ProjectEndpointGroup = Type.Object({
  endpoint_group_id: Type.String(),
  project_id: Type.String(),
  links: Links,
})

const prefix = '/OS-EP-FILTER'
const group = `${prefix}/endpoint_groups/{endpoint_group_id}` as const
const source = 'keystone.md section 16.4'

/** Which endpoints the catalogs of projects contain. */
export const endpointFilter = {
  listEndpointGroupProjects: {
    method: 'GET',
    path: `${group}/projects`,
    summary: 'List the projects of an endpoint group',
    query: paging,
    responses: { 200: collection('projects', Project) },
    errors: [404],
    source,
  },
  getProjectEndpointGroup: {
    method: 'GET',
    path: `${group}/projects/{project_id}`,
    summary: 'Check whether a project has an endpoint group',
    responses: { 200: member('project_endpoint_group', ProjectEndpointGroup) },
    errors: [404],
    source,
  },
  addProjectEndpointGroup: {
    method: 'PUT',
    path: `${group}/projects/{project_id}`,
    summary: 'Add an endpoint group to a project',
    responses: { 204: null },
    errors: [404, 409],
    source,
  },
  removeProjectEndpointGroup: {
    method: 'DELETE',
    path: `${group}/projects/{project_id}`,
    summary: 'Remove an endpoint group from a project',
    responses: { 204: null },
    errors: [404],
    source,
  },
  listEndpointProjects: {
    method: 'GET',
    path: `${prefix}/endpoints/{endpoint_id}/projects`,
    summary: 'List the projects that an endpoint was added to',
    query: paging,
    responses: { 200: collection('projects', Project) },
    errors: [404],
    source,
  },
  listProjectEndpoints: {
    method: 'GET',
    path: `${prefix}/projects/{project_id}/endpoints`,
    summary: 'List the endpoints of a project, also those of its endpoint groups',
    query: paging,
    responses: { 200: collection('endpoints', Endpoint) },
    errors: [404],
    source,
  },
  listProjectEndpointGroups: {
    method: 'GET',
    path: `${prefix}/projects/{project_id}/endpoint_groups`,
    summary: 'List the endpoint groups of a project',
    query: paging,
    responses: { 200: collection('endpoint_groups', EndpointGroup) },
    errors: [404],
    source,
  },
  checkProjectEndpoint: {
    method: 'GET',
    path: `${prefix}/projects/{project_id}/endpoints/{endpoint_id}`,
    summary: 'Check whether an endpoint was added to a project',
    responses: { 204: null },
    errors: [404],
    source,
  },
  addProjectEndpoint: {
    method: 'PUT',
    path: `${prefix}/projects/{project_id}/endpoints/{endpoint_id}`,
    summary: 'Add an endpoint to a project',
    responses: { 204: null },
    errors: [404, 409],
    source,
  },
  removeProjectEndpoint: {
    method: 'DELETE',
    path: `${prefix}/projects/{project_id}/endpoints/{endpoint_id}`,
    summary: 'Remove an endpoint from a project',
    responses: { 204: null },
    errors: [404],
    source,
  },
} as const satisfies Contract
