import { domainError } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { checkVersion, versionOf } from '../../kernel/versions.ts'
import { changeProject, type ProjectChanges } from './change-project.ts'
import { type ProjectRef, projectTarget, requireProject, requireReferenced } from './get-project.ts'
import { assertMutable } from './immutable.ts'
import type { Project } from './project.ts'
import { nounOf } from './project-text.ts'

export type UpdateProject = ProjectChanges &
  ProjectRef & {
    /** Rejects with `conflict` (`version_changed`) unless the version is one of these. */
    readonly ifVersion?: readonly number[] | undefined
    /** These three must equal the current values: a project cannot move or become a domain. */
    readonly domainId?: string | null | undefined
    readonly parentId?: string | null | undefined
    readonly isDomain?: boolean | undefined
  }

/** Changes the provided fields; the project may be a domain. */
export const updateProject = command({
  rule: 'identity:update_project',
  load: (ref: UpdateProject, at) => requireReferenced(ref, at),
  target: (_input, project) => projectTarget(project),
  apply: async ({ id, exceptDomains: _checked, ifVersion, ...fields }, at): Promise<Project> => {
    const before = await requireProject(id, at)
    checkVersion('project', { version: versionOf(before) }, ifVersion)
    const { domainId, parentId, isDomain, ...change } = fields
    if (domainId !== undefined && domainId !== before.domainId)
      throw domainError('invalid', 'domain_immutable', 'A project cannot move to another domain.', {
        field: 'domain_id',
      })
    assertMutable(nounOf(before), before, fields)
    if (parentId !== undefined && parentId !== before.parentId)
      throw domainError(
        'failed_precondition',
        'parent_immutable',
        'A project cannot move below another parent.',
        {
          field: 'parent_id',
        },
      )
    if (isDomain !== undefined && isDomain !== before.isDomain)
      throw domainError(
        'invalid',
        'is_domain_immutable',
        'A project cannot become a domain, nor a domain a project.',
        {
          field: 'is_domain',
        },
      )
    return changeProject(before, change, at)
  },
})
