import { notFound } from '../../kernel/domain-error.ts'
import { type OperationContext, query } from '../../kernel/operation.ts'
import { isInvalidToken } from './invalid-token.ts'
import type { TokenView } from './token.ts'

export type ValidateToken = {
  readonly token: string
  readonly allowExpired?: boolean
  /** Whether whoever asks will enforce access rules: only then is a token that is limited by some worth anything. */
  readonly enforcesAccessRules?: boolean
}

/** The token asked about, not the one that asks. At once when memory has it. */
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

/** What a token is worth right now. A subject that does not hold is `not_found` (keystone.md section 6.8). */
export const validateToken = query({
  rule: 'identity:validate_token',
  missing: 'shown',
  load: subject,
  target: (_input: ValidateToken, view) => subjectTarget(view),
  read: (_input, view): TokenView => view,
})

/** The same question under its own rule: the service role alone may not ask it. */
export const checkToken = query({
  rule: 'identity:check_token',
  missing: 'shown',
  load: subject,
  target: (_input: ValidateToken, view) => subjectTarget(view),
  read: (_input, view): TokenView => view,
})
