import { type At, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import type { TokenView } from './token.ts'
import { isBadToken } from './token-reader.ts'

export type ValidateToken = { readonly token: string; readonly allowExpired?: boolean }

/** The token asked about, not the one that asks. */
export const subject = async ({ token, allowExpired }: ValidateToken, at: At): Promise<TokenView> => {
  const { tokens, settings } = at.ports
  try {
    return await (allowExpired ? tokens.readExpired(token, settings.allowExpiredWindow) : tokens.read(token))
  } catch (thrown) {
    if (isBadToken(thrown)) throw notFound('token', '')
    throw thrown
  }
}

export const subjectTarget = (view: TokenView) => ({ target: { token: { user_id: view.user.id } } })

/** What a token is worth right now. A subject that does not hold is `not_found` (keystone.md section 6.8). */
export const validateToken = query({
  rule: 'identity:validate_token',
  load: subject,
  target: (_input: ValidateToken, view) => subjectTarget(view),
  read: async (_input, view): Promise<TokenView> => view,
})

/** The same question under its own rule: the service role alone may not ask it. */
export const checkToken = query({
  rule: 'identity:check_token',
  load: subject,
  target: (_input: ValidateToken, view) => subjectTarget(view),
  read: async (_input, view): Promise<TokenView> => view,
})
