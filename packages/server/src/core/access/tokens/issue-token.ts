import type { OperationContext } from '../../kernel/operation.ts'
import type { DelegationBinding } from '../authentication/auth-result.ts'
import { isSameAuthority, rebindToken } from './rebind-token.ts'
import { nextIssuableSecond, resolveToken } from './resolve-token.ts'
import type { TokenPayload, TokenView } from './token.ts'

export type Issue = {
  /** The user who receives the token; with an impersonating trust the token acts as the trustor. */
  readonly userId: string
  readonly methods: readonly string[]
  /** The scope, and the delegation if any. */
  readonly delegated: DelegationBinding
  /** Unix seconds: the token expires at the earliest of these at the latest. */
  readonly limits?: readonly number[]
  /** A current view; when it has the same authority, the store is not queried. */
  readonly cachedView?: TokenView | undefined
  /** The audit id of the first token in the chain, when a token is exchanged. */
  readonly rootAuditId?: string | undefined
}

/**
 * Resolves the authority of a new token as every later validation does, and seals it. Throws `unauthenticated` when the
 * token would not be valid: a user or the scope is not active, there is no role on it, or the delegation is not valid.
 */
export const issueToken = async (
  { userId, methods, delegated, limits = [], cachedView, rootAuditId }: Issue,
  at: Pick<OperationContext, 'stores' | 'ports' | 'now'>,
): Promise<TokenView> => {
  const { settings, codec } = at.ports
  const now = Math.floor(at.now / 1000)
  const own = codec.newAuditId()
  const draft: TokenPayload = {
    userId,
    methods,
    issuedAt: now,
    expiresAt: Math.floor(Math.min(now + settings.tokenLifetime, ...limits)),
    auditIds: rootAuditId === undefined ? [own] : [own, rootAuditId],
    ...delegated,
  }
  if (cachedView && isSameAuthority(cachedView.payload, draft)) {
    // Not before the view's issue time: revocation events up to that time revoke older tokens.
    const facts = { ...draft, issuedAt: Math.max(now, cachedView.payload.issuedAt) }
    return rebindToken(cachedView, codec.seal(facts), facts)
  }
  const dated = { ...draft, issuedAt: await nextIssuableSecond(draft, at) }
  // The delegation may expire before the token would (T12).
  const view = await resolveToken('', dated, at)
  const facts = { ...view.payload, expiresAt: Math.min(dated.expiresAt, view.validUntil) }
  return rebindToken(view, codec.seal(facts), facts)
}
