import { notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command, type OperationContext, query } from '../../kernel/operation.ts'
import { requireProject } from '../projects/get-project.ts'
import type { Project } from '../projects/project.ts'
import { requireEndpointGroup } from './endpoint-groups.ts'

export type ProjectEndpointGroup = { readonly projectId: string; readonly endpointGroupId: string }

const requireBoth = async (
  { projectId, endpointGroupId }: ProjectEndpointGroup,
  at: Pick<OperationContext, 'stores'>,
): Promise<Project> => {
  await requireEndpointGroup(endpointGroupId, at)
  return requireProject(projectId, at)
}

/** Rejects with `not_found` unless the project has the endpoint group. */
export const getProjectEndpointGroup = query({
  rule: 'identity:get_endpoint_group_in_project',
  load: requireBoth,
  read: async (input: ProjectEndpointGroup, _project, { stores }): Promise<ProjectEndpointGroup> => {
    if (!(await stores.endpointFilter.hasGroup(input.projectId, input.endpointGroupId)))
      throw notFound('project_endpoint_group', input.endpointGroupId)
    return input
  },
})

const recordChange = (
  kind: 'project.endpoint_group_added' | 'project.endpoint_group_removed',
  { projectId, endpointGroupId }: ProjectEndpointGroup,
  { domainId }: Project,
  { record }: Pick<CommandContext, 'record'>,
): void =>
  record({
    kind,
    subject: { type: 'project', id: projectId },
    domainId: domainId ?? projectId,
    invalidates: [`project:${projectId}`],
    detail: { endpointGroupId },
  })

/** Limits the catalog of the project to its endpoints. Rejects with `conflict` when it has the group. */
export const addProjectEndpointGroup = command({
  rule: 'identity:add_endpoint_group_to_project',
  isolation: 'read committed',
  load: requireBoth,
  apply: async (input: ProjectEndpointGroup, { found, ...at }): Promise<void> => {
    await at.stores.endpointFilter.addGroup(input.projectId, input.endpointGroupId)
    recordChange('project.endpoint_group_added', input, found, at)
  },
})

/** Rejects with `not_found` when the project does not have the group. */
export const removeProjectEndpointGroup = command({
  rule: 'identity:remove_endpoint_group_from_project',
  isolation: 'read committed',
  load: requireBoth,
  apply: async (input: ProjectEndpointGroup, { found, ...at }): Promise<void> => {
    if (!(await at.stores.endpointFilter.removeGroup(input.projectId, input.endpointGroupId)))
      throw notFound('project_endpoint_group', input.endpointGroupId)
    recordChange('project.endpoint_group_removed', input, found, at)
  },
})
