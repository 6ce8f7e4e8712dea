import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import type { Limit } from '../limits/limit.ts'
import type { Project } from './project.ts'
import { withRole } from './with-role.ts'

/** Fetches a project, which may be a domain, or rejects with `not_found`. */
export const requireProject = async (id: string, at: Pick<OperationContext, 'stores'>): Promise<Project> => {
  const project = await at.stores.projects.get(id)
  if (!project) throw notFound('project', id)
  return project
}

export type ProjectRef = {
  readonly id: string
  /** For APIs with separate routes for domains: a domain is `not_found`. */
  readonly exceptDomains?: true | undefined
}

/** Fetches the project of an operation. */
export const requireReferenced = async (
  { id, exceptDomains }: ProjectRef,
  at: Pick<OperationContext, 'stores'>,
): Promise<Project> => {
  const project = await requireProject(id, at)
  if (exceptDomains && project.isDomain) throw notFound('project', id)
  return project
}

/** Rule target of a project. The `domain_id` of a domain is null, which equals no domain (T20). */
export const projectTarget = (project: Project) => ({
  project_id: project.id,
  target: {
    project: {
      id: project.id,
      name: project.name,
      domain_id: project.domainId,
      parent_id: project.parentId,
      is_domain: project.isDomain,
      enabled: project.enabled,
    },
  },
})

/** `own`: only those on which the caller has a role. */
export type Relatives = 'all' | 'own'

export type GetProject = ProjectRef & {
  readonly parents?: Relatives | undefined
  readonly subtree?: Relatives | undefined
  /** Also reads the limits of the relatives that are `own`. */
  readonly limits?: boolean | undefined
}

/** `parents` nearest first, the domain last; `subtree` parents before children. Absent unless requested. */
export type ProjectAndRelatives = {
  readonly project: Project
  readonly parents?: readonly Project[]
  readonly subtree?: readonly Project[]
  readonly limits?: readonly Limit[]
}

export const getProject = query({
  rule: 'identity:get_project',
  load: (ref: GetProject, at) => requireReferenced(ref, at),
  target: (_input, project) => projectTarget(project),
  read: async (
    { id, parents, subtree, limits },
    project,
    { stores, caller, now },
  ): Promise<ProjectAndRelatives> => {
    const [above, below] = await Promise.all([
      parents || subtree === 'own' ? stores.projects.ancestors(id) : [],
      subtree ? stores.projects.descendants(id) : [],
    ])
    const filtered = [...(parents === 'own' ? above : []), ...(subtree === 'own' ? below : [])]
    const own =
      caller.kind === 'known'
        ? await withRole(caller.userId, filtered, [project, ...above, ...below], { stores, now })
        : new Set(filtered.map((relative) => relative.id))
    const shown = (relatives: readonly Project[], which: Relatives) =>
      which === 'all' ? relatives : relatives.filter((relative) => own.has(relative.id))
    const relatives = {
      ...(parents ? { parents: shown(above, parents) } : {}),
      ...(subtree ? { subtree: shown(below, subtree) } : {}),
    }
    if (!limits) return { project, ...relatives }
    return { project, ...relatives, limits: await stores.limits.ofAll([...own]) }
  },
})
