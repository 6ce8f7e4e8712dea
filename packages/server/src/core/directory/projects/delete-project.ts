import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { eq } from '../../kernel/paging/list-query.ts'
import { removeDomain } from '../domains/remove-domain.ts'
import { deleteProjectCascade } from './delete-project-cascade.ts'
import { type ProjectRef, projectTarget, requireProject, requireReferenced } from './get-project.ts'
import { assertDeletable } from './immutable.ts'

/** Deletes a project without projects below it; see `deleteProjectCascade`. A domain is deleted by `removeDomain`. */
export const deleteProject = command({
  rule: 'identity:delete_project',
  load: (ref: ProjectRef, at) => requireReferenced(ref, at),
  target: (_input, project) => projectTarget(project),
  apply: async ({ id }, at) => {
    const project = await requireProject(id, at)
    if (project.isDomain) return removeDomain(project, at)
    assertDeletable('project', project)
    const children = await at.stores.projects.list({ where: [eq('parent_id', id)], page: { limit: 1 } })
    if (children.rows.length > 0)
      throw domainError(
        'failed_precondition',
        'project_not_leaf',
        `Cannot delete the project ${id}: there are projects below it.`,
      )
    await deleteProjectCascade(project, at)
  },
})

/** Deletes the project and all projects below it, or none. Rejects with `failed_precondition` for a domain. */
export const deleteProjectTree = command({
  rule: 'identity:delete_project',
  load: ({ id }: { readonly id: string }, at) => requireProject(id, at),
  target: (_input, project) => projectTarget(project),
  apply: async ({ id }, at): Promise<void> => {
    const project = await requireProject(id, at)
    if (project.isDomain)
      throw domainError(
        'failed_precondition',
        'project_is_domain',
        'A domain cannot be deleted as a project.',
      )
    const below = await at.stores.projects.descendants(id)
    for (const one of [project, ...below].toReversed()) await deleteProjectCascade(one, at)
  },
})
