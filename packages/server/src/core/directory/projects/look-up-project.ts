import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query, type WithRule } from '../../kernel/operation.ts'
import { callerDomain } from '../users/look-up-user.ts'
import { projectTarget } from './get-project.ts'
import type { Project } from './project.ts'

/** `depth` 1 is directly below the domain. */
export type PlacedProject = { readonly project: Project; readonly depth: number }

export type LookUpProject = {
  readonly id: string
  /** Only a project at this depth, for clients that have a separate name for each depth. */
  readonly depth?: number | undefined
}

/** A project of that domain with its depth; undefined for a project of another domain and for a domain. */
export const placedProject = async (
  id: string,
  domainId: string,
  { stores }: Pick<OperationContext, 'stores'>,
): Promise<PlacedProject | undefined> => {
  const project = await stores.projects.get(id)
  if (!project || project.domainId !== domainId) return undefined
  return { project, depth: (await stores.projects.ancestors(id)).length }
}

/**
 * Finds a project of the caller's domain, by the rule of the operation that the caller intends. For a missing project and
 * one of another domain or depth, callers that the rule allows in the domain get `not_found`, other callers `forbidden`.
 */
export const lookUpProjectFor = ({ rule }: WithRule) =>
  query({
    rule,
    load: async ({ id, depth }: LookUpProject, at) => {
      const domainId = callerDomain(at)
      const found = await placedProject(id, domainId, at)
      return { domainId, found: depth === undefined || found?.depth === depth ? found : undefined }
    },
    target: (_input, { domainId, found }) => {
      const { target, ...named } = found
        ? projectTarget(found.project)
        : { target: { project: { domain_id: domainId } } }
      return { ...named, target: { ...target, user: { domain_id: domainId } } }
    },
    read: async ({ id }, { found }): Promise<PlacedProject> => {
      if (!found) throw notFound('project', id)
      return found
    },
  })
