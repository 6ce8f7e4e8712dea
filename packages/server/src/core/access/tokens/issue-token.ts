import type { OperationContext } from '../../kernel/operation.ts'
import type { DelegationBinding } from '../authentication/auth-result.ts'
import type { ActiveUser } from './active-user.ts'
import { loadAuthorizationContext, resolveRoles } from './authorization-context.ts'
import { isInvalidToken } from './invalid-token.ts'
import { newestRevocation, waitPastRevocation } from './issued-at.ts'
import { isSameAuthority, rebindToken } from './rebind-token.ts'
import { type Authority, loadAuthority, viewToken } from './resolve-token.ts'
import type { TokenPayload, TokenScope, TokenView } from './token.ts'

type Context = Pick<OperationContext, 'stores' | 'ports' | 'now'>

export type Issue = {
  /** The user who receives the token; with an impersonating trust the token acts as the trustor. */
  readonly userId: string
  /** The user, when it was read after all slow work; it is read again after a wait. */
  readonly user?: ActiveUser | undefined
  readonly methods: readonly string[]
  /** The scope, and the delegation if any. */
  readonly delegated: DelegationBinding
  /** The scope to use when the first is not usable. */
  readonly fallback?: TokenScope | undefined
  /** Unix seconds: the token expires at the earliest of these at the latest. */
  readonly limits?: readonly number[]
  /** A current view; when it has the same authority, the store is not queried. */
  readonly cachedView?: TokenView | undefined
  /** The audit id of the first token in the chain, when a token is exchanged. */
  readonly rootAuditId?: string | undefined
  /** The sign-in at an identity provider; a delegation takes its place. */
  readonly federation?: TokenPayload['federation']
}

export type IssuedToken = {
  readonly view: TokenView
  /** The user as read for this token; undefined when the cached view stands for it. */
  readonly user: ActiveUser | undefined
}

/**
 * Resolves the authority of a new token as every later validation does, and seals it. Throws `unauthenticated` when the
 * token would not be valid: a user or the scope is not active, there is no role on it, or the delegation is not valid.
 */
export const issueToken = async (issue: Issue, at: Context): Promise<IssuedToken> => {
  const { cachedView, fallback } = issue
  const { codec } = at.ports
  const draft = draftOf(issue, at)
  if (cachedView && isSameAuthority(cachedView.payload, draft)) {
    // Not before the view's issue time: revocation events up to that time revoke older tokens.
    const facts = { ...draft, issuedAt: Math.max(draft.issuedAt, cachedView.payload.issuedAt) }
    return { view: rebindToken(cachedView, codec.seal(facts), facts), user: undefined }
  }
  let authority: Authority
  try {
    authority = await draftAuthority(draft, at, issue.user)
  } catch (thrown) {
    if (!fallback || !isInvalidToken(thrown)) throw thrown
    return issueToken({ ...issue, delegated: { scope: fallback }, fallback: undefined }, at)
  }
  const { second, waited } = await waitPastRevocation(await newestRevocation(authority.context, at), at)
  if (waited) authority = await loadAuthority({ ...draft, issuedAt: second }, at)
  const view = await viewToken('', authority, at)
  // The delegation may expire before the token would (T12).
  const facts = { ...view.payload, expiresAt: Math.min(draft.expiresAt, view.expiresAt) }
  return { view: rebindToken(view, codec.seal(facts), facts), user: authority.context.bearer }
}

const draftOf = (
  { userId, methods, delegated, limits = [], rootAuditId, federation }: Issue,
  at: Context,
): TokenPayload => {
  const { settings, codec } = at.ports
  const now = Math.floor(at.now / 1000)
  const own = codec.newAuditId()
  return {
    userId,
    methods,
    issuedAt: now,
    expiresAt: Math.floor(Math.min(now + settings.tokenLifetime, ...limits)),
    auditIds: rootAuditId === undefined ? [own] : [own, rootAuditId],
    ...(federation && !hasDelegation(delegated) ? { federation } : {}),
    ...delegated,
  }
}

const hasDelegation = ({ scope: _scope, ...delegation }: DelegationBinding): boolean =>
  Object.values(delegation).some((id) => id !== undefined)

/** Revocation events are compared afterwards, since they determine the issue time. */
const draftAuthority = async (draft: TokenPayload, at: Context, user?: ActiveUser): Promise<Authority> => {
  const context = await loadAuthorizationContext(draft, at, user)
  return { context, held: await resolveRoles(context, at) }
}
