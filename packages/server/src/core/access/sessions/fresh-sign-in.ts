import { domainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'

/** Milliseconds for which a sign-in counts as fresh. */
const freshFor = 600_000

/**
 * For acts that outlast the session or cannot be undone: a browser that was left unlocked is not enough. Sessions
 * of programs are exempt, because a program cannot ask for the password.
 */
export const assertFreshSignIn = ({ caller, now }: Pick<OperationContext, 'caller' | 'now'>): void => {
  if (caller.kind !== 'known') return
  const { isInBrowser = false, sessionBegan = 0 } = caller.chain
  if (!isInBrowser || now - sessionBegan <= freshFor) return
  throw domainError(
    'unauthenticated',
    'sign_in_too_old',
    'This requires a sign-in within the last ten minutes. Sign in again, then repeat the request.',
  )
}
