import type { AssignmentTarget } from '../../directory/assignments/assignment.ts'
import type { TokenScope } from '../tokens/token.ts'

/** The scope of an application credential as a token scope. */
export const credentialScope = (scope: AssignmentTarget): TokenScope => {
  switch (scope.type) {
    case 'system':
      return { kind: 'system' }
    case 'domain':
      return { kind: 'domain', domainId: scope.id }
    case 'project':
      return { kind: 'project', projectId: scope.id }
  }
}
