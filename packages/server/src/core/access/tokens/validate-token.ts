import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { isInvalidToken } from './invalid-token.ts'
import type { TokenView } from './token.ts'

export type ValidateToken = {
  readonly token: string
  readonly allowExpired?: boolean
  /** Whether the caller enforces access rules. Otherwise a token with access rules is `not_found`. */
  readonly enforcesAccessRules?: boolean
}

/** The subject token; not the caller's own. Returned synchronously when it is cached. */
export const subject = (
  { token, allowExpired, enforcesAccessRules }: ValidateToken,
  at: OperationContext,
): TokenView | Promise<TokenView> => {
  const { tokens, settings } = at.ports
  const enforceable = (view: TokenView) => {
    const limited = view.delegated?.kind === 'application_credential' && view.delegated.accessRules !== null
    if (limited && !enforcesAccessRules) throw notFound('token', '')
    return view
  }
  const kept = allowExpired ? undefined : tokens.peek(token)
  if (kept) return enforceable(kept)
  const reading = allowExpired ? tokens.readExpired(token, settings.allowExpiredWindow) : tokens.read(token)
  return reading.then(enforceable, (thrown) => {
    throw isInvalidToken(thrown) ? notFound('token', '') : thrown
  })
}

export const subjectTarget = (view: TokenView) => ({ target: { token: { user_id: view.user.id } } })

/** Validates a token. Rejects with `not_found` for an invalid subject token (keystone.md section 6.8). */
export const validateToken = query({
  rule: 'identity:validate_token',
  missing: 'shown',
  load: subject,
  target: (_input: ValidateToken, view) => subjectTarget(view),
  read: (_input, view): TokenView => view,
})

/** The same as `validateToken` under its own rule, which the service role alone does not pass. */
export const checkToken = query({
  rule: 'identity:check_token',
  missing: 'shown',
  load: subject,
  target: (_input: ValidateToken, view) => subjectTarget(view),
  read: (_input, view): TokenView => view,
})
