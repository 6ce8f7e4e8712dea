import type { endpointFilter as contract } from '@muster/contract/keystone/endpoint-filter.ts'
import type { Endpoint } from '../../core/directory/catalog/catalog.ts'
import type { EndpointGroup } from '../../core/directory/endpoint-filter/endpoint-group.ts'
import {
  listEndpointGroupProjects,
  listEndpointProjects,
  listProjectEndpointGroups,
  listProjectEndpoints,
} from '../../core/directory/endpoint-filter/list-associated.ts'
import {
  addProjectEndpointGroup,
  getProjectEndpointGroup,
  type ProjectEndpointGroup,
  removeProjectEndpointGroup,
} from '../../core/directory/endpoint-filter/project-endpoint-groups.ts'
import {
  addProjectEndpoint,
  checkProjectEndpoint,
  type ProjectEndpoint,
  removeProjectEndpoint,
} from '../../core/directory/endpoint-filter/project-endpoints.ts'
import type { Project } from '../../core/directory/projects/project.ts'
import type { Handlers } from '../../http/api.ts'
import { showEndpointGroup } from './endpoint-groups.ts'
import { showEndpoint } from './endpoints.ts'
import { selfLink } from './links.ts'
import { collectionOf, readList } from './lists.ts'
import { showProject } from './projects.ts'

const projectEndpoint = (params: {
  readonly project_id: string
  readonly endpoint_id: string
}): ProjectEndpoint => ({ projectId: params.project_id, endpointId: params.endpoint_id })

const projectEndpointGroup = (params: {
  readonly project_id: string
  readonly endpoint_group_id: string
}): ProjectEndpointGroup => ({
  projectId: params.project_id,
  endpointGroupId: params.endpoint_group_id,
})

export const endpointFilter = {
  async listEndpointGroupProjects({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listEndpointGroupProjects, { id: params.endpoint_group_id, page })
    const show = (project: Project) => showProject(project, context)
    return { status: 200, body: collectionOf(context, 'projects', found, page.limit, show) }
  },

  async getProjectEndpointGroup({ params }, context) {
    const found = await context.run(getProjectEndpointGroup, projectEndpointGroup(params))
    const projects = `OS-EP-FILTER/endpoint_groups/${found.endpointGroupId}/projects`
    return {
      status: 200,
      body: {
        project_endpoint_group: {
          endpoint_group_id: found.endpointGroupId,
          project_id: found.projectId,
          links: selfLink(context, projects, found.projectId),
        },
      },
    }
  },

  async addProjectEndpointGroup({ params }, context) {
    await context.run(addProjectEndpointGroup, projectEndpointGroup(params))
    return { status: 204 }
  },

  async removeProjectEndpointGroup({ params }, context) {
    await context.run(removeProjectEndpointGroup, projectEndpointGroup(params))
    return { status: 204 }
  },

  async listEndpointProjects({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listEndpointProjects, { id: params.endpoint_id, page })
    const show = (project: Project) => showProject(project, context)
    return { status: 200, body: collectionOf(context, 'projects', found, page.limit, show) }
  },

  async listProjectEndpoints({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listProjectEndpoints, { id: params.project_id, page })
    const show = (endpoint: Endpoint) => showEndpoint(endpoint, context)
    return { status: 200, body: collectionOf(context, 'endpoints', found, page.limit, show) }
  },

  async listProjectEndpointGroups({ params, query }, context) {
    const { page } = readList(query, {})
    const found = await context.run(listProjectEndpointGroups, { id: params.project_id, page })
    const show = (group: EndpointGroup) => showEndpointGroup(group, context)
    return { status: 200, body: collectionOf(context, 'endpoint_groups', found, page.limit, show) }
  },

  async checkProjectEndpoint({ params }, context) {
    await context.run(checkProjectEndpoint, projectEndpoint(params))
    return { status: 204 }
  },

  async addProjectEndpoint({ params }, context) {
    await context.run(addProjectEndpoint, projectEndpoint(params))
    return { status: 204 }
  },

  async removeProjectEndpoint({ params }, context) {
    await context.run(removeProjectEndpoint, projectEndpoint(params))
    return { status: 204 }
  },
} satisfies Handlers<typeof contract>
