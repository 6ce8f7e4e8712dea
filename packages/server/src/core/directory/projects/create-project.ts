import { type DomainError, domainError } from '../../kernel/domain-error.ts'
import type { ErrorCode } from '../../kernel/error-codes.ts'
import { type CommandContext, command, type OperationContext } from '../../kernel/operation.ts'
import { strictDepth } from '../limits/limit.ts'
import { newProject, type ProjectFields } from './new-project.ts'
import type { Project } from './project.ts'

export type CreateProject = ProjectFields & {
  /** Absent or null: the domain of a domain-scoped caller, else the parent's, else the default domain. */
  readonly domainId?: string | null | undefined
  /** Absent or null: directly below the domain. */
  readonly parentId?: string | null | undefined
  /** Creates a domain, which has neither parent nor domain. */
  readonly isDomain?: boolean | undefined
}

const invalid = (code: ErrorCode<'invalid'>, field: string, message: string): DomainError =>
  domainError('invalid', code, message, { field })

/** The id of the project's domain, or of the project itself if it is a domain. */
const domainOf = (project: Project): string => project.domainId ?? project.id

/** The domain of the new project, for the rule; null for a new domain. */
const placeOf = async (
  input: CreateProject,
  at: OperationContext,
): Promise<{ readonly domainId: string | null }> => {
  if (input.isDomain) return { domainId: null }
  const { caller, stores, ports } = at
  const own = caller.kind === 'known' && caller.scope.kind === 'domain' ? caller.scope.domainId : undefined
  const domainId = input.domainId ?? own
  if (domainId !== undefined) return { domainId }
  const parent = input.parentId ? await stores.projects.get(input.parentId) : undefined
  return { domainId: parent ? domainOf(parent) : ports.settings.defaultDomainId }
}

/**
 * Rejects with `conflict` when the name is taken in the domain, `invalid` for a domain or parent that does not exist, is
 * in another domain or has a disabled ancestor, `failed_precondition` when the tree would get too deep.
 */
export const createProject = command({
  rule: 'identity:create_project',
  load: placeOf,
  target: (_input, { domainId }) => ({ target: { project: { domain_id: domainId } } }),
  apply: async (input: CreateProject, at): Promise<Project> => {
    const { stores, ports, now, record } = at
    const { domainId } = at.found
    const parentId =
      domainId === null ? noParent(input) : await checkedParent(input.parentId ?? domainId, domainId, at)
    const place = { id: ports.newId(), domainId, parentId, isDomain: domainId === null }
    const project = await stores.projects.insert(newProject(input, place, now))
    const kind = project.isDomain ? 'domain' : 'project'
    record({ kind: `${kind}.created`, subject: { type: kind, id: project.id }, domainId: domainOf(project) })
    return project
  },
})

const noParent = ({ parentId, domainId }: CreateProject): null => {
  if (parentId || domainId)
    throw invalid(
      'domain_has_parent',
      'parent_id',
      'A project that is a domain can have neither parent nor domain.',
    )
  return null
}

const checkedParent = async (
  parentId: string,
  domainId: string,
  { stores, ports }: Pick<CommandContext, 'stores' | 'ports'>,
): Promise<string> => {
  const domain = await stores.projects.get(domainId)
  if (!domain?.isDomain)
    throw invalid('domain_unknown', 'domain_id', `Could not find domain: ${domainId.slice(0, 255)}.`)
  const parent = parentId === domainId ? domain : await stores.projects.get(parentId)
  if (!parent)
    throw invalid('parent_unknown', 'parent_id', `Could not find project: ${parentId.slice(0, 255)}.`)
  if (domainOf(parent) !== domainId)
    throw invalid('parent_elsewhere', 'parent_id', 'A project must be in the same domain as its parent.')
  const above = [parent, ...(await stores.projects.ancestors(parentId))]
  const disabled = above.find((project) => !project.enabled)
  if (disabled)
    throw invalid(
      'ancestor_disabled',
      'parent_id',
      `Cannot create a project below a disabled one: ${disabled.id}.`,
    )
  const { maxProjectDepth, limitModel } = ports.settings
  const deepest = limitModel === 'strict_two_level' ? Math.min(maxProjectDepth, strictDepth) : maxProjectDepth
  if (above.length > deepest)
    throw domainError(
      'failed_precondition',
      'tree_too_deep',
      `Max hierarchy depth reached: projects nest at most ${deepest} deep.`,
    )
  return parentId
}
