import type { Project } from '../../directory/projects/project.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { TokenScope, TokenView } from '../tokens/token.ts'
import { authenticationFailed } from './auth-result.ts'
import { findDomain, findProject } from './resolve-references.ts'
import type { DomainRef, ScopeRequest } from './sign-in-request.ts'
import type { Step } from './sign-in-state.ts'
import { trustScope } from './trust-scope.ts'

/** Determines the scope of the token. Whether the user has a role on it is checked when the token is issued. */
export const resolveScope: Step = async (state, at) => {
  const { results, request, userId, user, activeUser, cachedView } = state
  const [delegated, another] = results.flatMap((result) => result.delegated ?? [])
  // Two delegations in one request have no common scope.
  if (another) throw authenticationFailed('delegations_disagree')
  if (delegated) return { binding: delegated }
  if (request.scope?.kind === 'trust') return trustScope(request.scope.trustId, userId, at)
  const known = request.scope && cachedView && scopeOfView(request.scope, cachedView)
  if (known) return { binding: { scope: known } }
  if (request.scope)
    return { binding: { scope: await requestedScope(request.scope, at, activeUser?.domain) } }
  const projectId = results.some(({ federation }) => federation) ? null : user?.defaultProjectId
  if (!projectId) return { binding: { scope: { kind: 'unscoped' } } }
  // A default project that is no longer usable must not prevent the sign-in.
  return { binding: { scope: { kind: 'project', projectId } }, fallback: { kind: 'unscoped' } }
}

/**
 * The requested scope when it is that of a current view, whose names and ids are current too: a change of the project or
 * its domain invalidates it. Undefined for any other scope.
 */
const scopeOfView = (wanted: ScopeRequest, { scope }: TokenView): TokenScope | undefined => {
  if (wanted.kind !== 'project' || scope.kind !== 'project') return undefined
  const { id, name, domain } = scope.project
  const { project } = wanted
  const isSame =
    project.name === undefined
      ? project.id === id
      : project.name === name && project.domain !== undefined && isDomain(project.domain, domain)
  return isSame ? { kind: 'project', projectId: id } : undefined
}

const isDomain = (ref: DomainRef, { id, name }: { readonly id: string; readonly name: string }): boolean =>
  ref.name === undefined ? ref.id === id : ref.name === name

const requestedScope = async (
  scope: Exclude<ScopeRequest, { kind: 'trust' }>,
  at: OperationContext,
  known: Project | undefined,
): Promise<TokenScope> => {
  switch (scope.kind) {
    case 'domain': {
      const domain = await findDomain(scope.domain, at, known)
      if (!domain) throw authenticationFailed('scope_unknown')
      return { kind: 'domain', domainId: domain.id }
    }
    case 'project': {
      const project = await findProject(scope.project, at, known)
      if (!project) throw authenticationFailed('scope_unknown')
      return { kind: 'project', projectId: project.id }
    }
    default:
      return { kind: scope.kind }
  }
}
