import type { OperationContext } from '../../kernel/operation.ts'
import type { TokenScope } from '../tokens/token.ts'
import { authenticationFailed } from './auth-result.ts'
import { findDomain, findProject } from './resolve-references.ts'
import type { ScopeRequest } from './sign-in-request.ts'

/** Resolves a requested scope. Whether the user has a role on it is checked when the token is issued. */
export const wantedScope = async (
  scope: Exclude<ScopeRequest, { kind: 'trust' }>,
  at: OperationContext,
): Promise<TokenScope> => {
  switch (scope.kind) {
    case 'domain': {
      const domain = await findDomain(scope.domain, at)
      if (!domain) throw authenticationFailed('scope_unknown')
      return { kind: 'domain', domainId: domain.id }
    }
    case 'project': {
      const project = await findProject(scope.project, at)
      if (!project) throw authenticationFailed('scope_unknown')
      return { kind: 'project', projectId: project.id }
    }
    default:
      return { kind: scope.kind }
  }
}

export const defaultScope = async (userId: string, at: OperationContext): Promise<TokenScope | undefined> => {
  const user = await at.stores.users.get(userId)
  return user?.defaultProjectId ? { kind: 'project', projectId: user.defaultProjectId } : undefined
}
