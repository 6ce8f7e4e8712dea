import type { Project } from '../../directory/projects/project.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { TokenScope } from '../tokens/token.ts'
import { authenticationFailed } from './auth-result.ts'
import { findDomain, findProject } from './resolve-references.ts'
import type { ScopeRequest } from './sign-in-request.ts'
import type { Step } from './sign-in-state.ts'
import { trustScope } from './trust-scope.ts'

/** Determines the scope of the token. Whether the user has a role on it is checked when the token is issued. */
export const resolveScope: Step = async ({ results, request, userId, user, activeUser }, at) => {
  const [delegated, another] = results.flatMap((result) => result.delegated ?? [])
  // Two delegations in one request have no common scope.
  if (another) throw authenticationFailed('delegations_disagree')
  if (delegated) return { binding: delegated }
  if (request.scope?.kind === 'trust') return trustScope(request.scope.trustId, userId, at)
  if (request.scope)
    return { binding: { scope: await requestedScope(request.scope, at, activeUser?.domain) } }
  const projectId = user?.defaultProjectId
  if (!projectId) return { binding: { scope: { kind: 'unscoped' } } }
  // A default project that is no longer usable must not prevent the sign-in.
  return { binding: { scope: { kind: 'project', projectId } }, fallback: { kind: 'unscoped' } }
}

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
