import type { OperationContext } from '../../kernel/operation.ts'
import type { DelegationBinding } from '../authentication/auth-result.ts'
import { isSameAuthority, rebindToken } from './rebind-token.ts'
import { nextIssuableSecond, resolveToken } from './resolve-token.ts'
import type { TokenPayload, TokenView } from './token.ts'

export type Issue = {
  /** Who bears it; whom it speaks as follows from what was lent. */
  readonly userId: string
  readonly methods: readonly string[]
  /** Where it reaches, and the delegation it carries if any. */
  readonly delegated: DelegationBinding
  /** Unix seconds: it never outlives the first of these. */
  readonly limits?: readonly number[]
  /** A view that holds right now; when it is of the same authority, nothing is read again. */
  readonly cachedView?: TokenView | undefined
  /** The first token of its chain, when there is one already. */
  readonly rootAuditId?: string | undefined
}

/**
 * Reads live what a token will be worth, as every later validation will, and seals it. Throws `unauthenticated`
 * when it would be worth nothing: people or place not active, no role there, a delegation that has ended.
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
  if (cachedView && isSameAuthority(cachedView.facts, draft)) {
    // Whatever mark the view was dated after ends what is older than that.
    const facts = { ...draft, issuedAt: Math.max(now, cachedView.facts.issuedAt) }
    return rebindToken(cachedView, codec.seal(facts), facts)
  }
  const dated = { ...draft, issuedAt: await nextIssuableSecond(draft, at) }
  // What lends the authority may end before the token would (T12).
  const view = await resolveToken('', dated, at)
  const facts = { ...view.facts, expiresAt: Math.min(dated.expiresAt, view.validUntil) }
  return rebindToken(view, codec.seal(facts), facts)
}
