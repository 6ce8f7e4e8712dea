import { refuse } from '../refusal.ts'
import type { TokenView } from '../tokens/token.ts'
import { failedSignIn, type Method } from './proof.ts'
import type { SignInRequest } from './sign-in-request.ts'

/**
 * A token for a token: the new one keeps the expiry and the root of the chain, and lists the earlier methods
 * too (keystone.md section 6.5, T13).
 */
export const tokenMethod: Method = async ({ token: given }, at) => {
  if (!given) throw refuse('invalid', 'method_incomplete', 'The method token needs the id of a token.')
  const view = await at.ports.tokens.read(given.id).catch(() => {
    throw failedSignIn('token_not_valid')
  })
  return {
    userId: view.user.id,
    methods: [...new Set(['token', ...view.facts.methods])],
    notAfter: view.facts.expiresAt,
    rootAuditId: view.facts.auditIds.at(-1) ?? '',
    mayReach: (scope) => mayReach(view, scope, at.ports.settings.allowRescopeScopedToken),
  }
}

const barred = (message: string) => refuse('barred', 'rescope_barred', message)

const mayReach = ({ scope: from }: TokenView, scope: SignInRequest['scope'], allowScoped: boolean): void => {
  if (!allowScoped && from.kind !== 'unscoped') throw barred('A token that has a scope cannot be exchanged for another.')
  if (from.kind === 'system' && scope && (scope.kind === 'project' || scope.kind === 'domain'))
    throw barred('A token for the system cannot be exchanged for one of a project or domain.')
}
