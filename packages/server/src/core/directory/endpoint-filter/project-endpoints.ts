import { notFound } from '../../kernel/domain-error.ts'
import { type CommandContext, command, type OperationContext, query } from '../../kernel/operation.ts'
import { requireEndpoint } from '../catalog/endpoints.ts'
import { requireProject } from '../projects/get-project.ts'
import type { Project } from '../projects/project.ts'

export type ProjectEndpoint = { readonly projectId: string; readonly endpointId: string }

const requireBoth = async (
  { projectId, endpointId }: ProjectEndpoint,
  at: Pick<OperationContext, 'stores'>,
): Promise<Project> => {
  await requireEndpoint(endpointId, at)
  return requireProject(projectId, at)
}

/** Rejects with `not_found` unless the endpoint itself was added to the project. */
export const checkProjectEndpoint = query({
  rule: 'identity:check_endpoint_in_project',
  load: requireBoth,
  read: async ({ projectId, endpointId }: ProjectEndpoint, _project, { stores }): Promise<void> => {
    if (!(await stores.endpointFilter.hasEndpoint(projectId, endpointId)))
      throw notFound('project_endpoint', endpointId)
  },
})

const recordChange = (
  kind: 'project.endpoint_added' | 'project.endpoint_removed',
  { projectId, endpointId }: ProjectEndpoint,
  { domainId }: Project,
  { record }: Pick<CommandContext, 'record'>,
): void =>
  record({
    kind,
    subject: { type: 'project', id: projectId },
    domainId: domainId ?? projectId,
    invalidates: [`project:${projectId}`],
    detail: { endpointId },
  })

/** Limits the catalog of the project to its endpoints. Rejects with `conflict` when it has the endpoint. */
export const addProjectEndpoint = command({
  rule: 'identity:add_endpoint_to_project',
  isolation: 'read committed',
  load: requireBoth,
  apply: async (input: ProjectEndpoint, { found, ...at }): Promise<void> => {
    await at.stores.endpointFilter.addEndpoint(input.projectId, input.endpointId)
    recordChange('project.endpoint_added', input, found, at)
  },
})

/** Rejects with `not_found` when the endpoint itself was not added to the project. */
export const removeProjectEndpoint = command({
  rule: 'identity:remove_endpoint_from_project',
  isolation: 'read committed',
  load: requireBoth,
  apply: async (input: ProjectEndpoint, { found, ...at }): Promise<void> => {
    if (!(await at.stores.endpointFilter.removeEndpoint(input.projectId, input.endpointId)))
      throw notFound('project_endpoint', input.endpointId)
    recordChange('project.endpoint_removed', input, found, at)
  },
})
