import { domainError, notFound } from '../../../kernel/domain-error.ts'
import { isInvalidToken } from '../../tokens/invalid-token.ts'
import type { TokenView } from '../../tokens/token.ts'
import type { DelegationBinding } from '../auth-result.ts'
import type { SignInRequest } from '../sign-in-request.ts'
import type { Method } from '../sign-in-state.ts'
import { assertFederatedScope } from './federated-scope.ts'

/**
 * Exchanges a token for another. The new token keeps the expiry, the root of the audit chain and the earlier methods
 * (keystone.md section 6.5, T13). A delegation is kept, or the exchange is rejected.
 */
export const tokenMethod: Method = async ({ request: { token: input } }, at) => {
  if (!input) throw domainError('invalid', 'method_incomplete', 'The token method requires id.')
  const view = await at.ports.tokens.read(input.id).catch((thrown) => {
    // Reveals nothing about users, and Keystone's clients treat `not_found` as an expired token.
    throw isInvalidToken(thrown) ? notFound('token', '') : thrown
  })
  const delegated = delegationOnRescope(view)
  return {
    userId: view.user.id,
    methods: [...new Set(['token', ...view.payload.methods])],
    notAfter: view.expiresAt,
    rootAuditId: view.payload.auditIds.at(-1) ?? '',
    ...(view.payload.federation ? { federation: view.payload.federation } : {}),
    assertScopeAllowed: (scope) => {
      if (view.payload.federation) assertFederatedScope(scope)
      assertScopeAllowed(view, scope, at.ports.settings.allowRescopeScopedToken)
    },
    // The view was just read, so a token of the same scope needs no further queries.
    cachedView: view,
    ...(delegated ? { delegated } : {}),
  }
}

const rescopeNotAllowed = (message: string) => domainError('failed_precondition', 'rescope_barred', message)

/** A token of an application credential keeps its delegation; tokens of trusts and OAuth consumers cannot be exchanged. */
const delegationOnRescope = ({ payload: facts, delegated }: TokenView): DelegationBinding | undefined => {
  if (facts.methods.includes('ec2credential'))
    throw rescopeNotAllowed('A token of EC2 credentials cannot be exchanged.')
  // The new token would not be bound to the certificate.
  if (facts.certificateThumbprint !== undefined)
    throw rescopeNotAllowed('A token of a certificate cannot be exchanged.')
  if (!delegated) return undefined
  if (delegated.kind !== 'application_credential')
    throw rescopeNotAllowed('A token of a trust or of an OAuth consumer cannot be exchanged.')
  return { scope: facts.scope, applicationCredentialId: delegated.id }
}

const assertScopeAllowed = (
  { scope: from, delegated }: TokenView,
  scope: SignInRequest['scope'],
  allowScoped: boolean,
): void => {
  // Every requested scope is rejected, even the current one (T10).
  if (delegated && scope)
    throw rescopeNotAllowed('A token of an application credential cannot be given another scope.')
  if (delegated) return
  if (!allowScoped && from.kind !== 'unscoped')
    throw rescopeNotAllowed('A scoped token cannot be exchanged for another token.')
  if (from.kind === 'system' && scope && scope.kind !== 'system' && scope.kind !== 'unscoped')
    throw rescopeNotAllowed(
      'A system-scoped token cannot be exchanged for a project- or domain-scoped token.',
    )
}
