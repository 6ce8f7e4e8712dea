import { domainError, notFound } from '../../../kernel/domain-error.ts'
import { isInvalidToken } from '../../tokens/invalid-token.ts'
import type { TokenView } from '../../tokens/token.ts'
import type { DelegationBinding, Method } from '../auth-result.ts'
import type { SignInRequest } from '../sign-in-request.ts'

/**
 * A token for a token: the new one keeps the expiry and the root of the chain, and lists the earlier methods
 * too (keystone.md section 6.5, T13). What was lent stays lent, or cannot be exchanged at all.
 */
export const tokenMethod: Method = async ({ token: input }, at) => {
  if (!input) throw domainError('invalid', 'method_incomplete', 'The method token needs the id of a token.')
  const view = await at.ports.tokens.read(input.id).catch((thrown) => {
    // The token tells nothing about any user, and Keystone's clients know this answer as the end of a token.
    throw isInvalidToken(thrown) ? notFound('token', '') : thrown
  })
  const delegated = delegationOnRescope(view)
  return {
    userId: view.user.id,
    methods: [...new Set(['token', ...view.facts.methods])],
    notAfter: view.validUntil,
    rootAuditId: view.facts.auditIds.at(-1) ?? '',
    assertScopeAllowed: (scope) => assertScopeAllowed(view, scope, at.ports.settings.allowRescopeScopedToken),
    // It was just read: a token of the same scope has nothing left to ask.
    cachedView: view,
    ...(delegated ? { delegated } : {}),
  }
}

const rescopeNotAllowed = (message: string) => domainError('failed_precondition', 'rescope_barred', message)

/** A token of an application credential stays one; those of trusts and OAuth consumers end here. */
const delegationOnRescope = ({ facts, delegated }: TokenView): DelegationBinding | undefined => {
  if (facts.methods.includes('ec2credential'))
    throw rescopeNotAllowed('A token of EC2 credentials cannot be exchanged.')
  // Another token would not be bound to the certificate any more.
  if (facts.certificateThumbprint !== undefined)
    throw rescopeNotAllowed('A token of a certificate cannot be exchanged.')
  if (!delegated) return undefined
  if (delegated.kind !== 'application_credential')
    throw rescopeNotAllowed('A token that was lent cannot be exchanged for another.')
  return { scope: facts.scope, applicationCredentialId: delegated.id }
}

const assertScopeAllowed = (
  { scope: from, delegated }: TokenView,
  scope: SignInRequest['scope'],
  allowScoped: boolean,
): void => {
  // Whatever is asked for, even what it has already: one answer for every kind of scope (T10).
  if (delegated && scope)
    throw rescopeNotAllowed('A token of an application credential cannot be given another scope.')
  if (delegated) return
  if (!allowScoped && from.kind !== 'unscoped')
    throw rescopeNotAllowed('A token that has a scope cannot be exchanged for another.')
  if (from.kind === 'system' && scope && scope.kind !== 'system' && scope.kind !== 'unscoped')
    throw rescopeNotAllowed('A token for the system cannot be exchanged for one of a project or domain.')
}
