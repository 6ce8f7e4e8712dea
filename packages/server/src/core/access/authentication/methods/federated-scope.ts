import { domainError } from '../../../kernel/domain-error.ts'
import type { SignInRequest } from '../sign-in-request.ts'

/** Keystone's tokens cannot carry both a federated sign-in and the system. */
export const assertFederatedScope = (scope: SignInRequest['scope']): void => {
  if (scope?.kind !== 'system') return
  throw domainError(
    'failed_precondition',
    'federated_system_scope',
    'A federated token cannot be scoped to the system. Use a project or a domain.',
  )
}
