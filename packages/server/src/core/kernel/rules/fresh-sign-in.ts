import type { Caller } from '../caller.ts'
import { domainError } from '../domain-error.ts'
import type { RuleOrAccess } from '../operation.ts'

/** Milliseconds for which a sign-in counts as fresh. */
const freshFor = 600_000

/**
 * The operations whose effect outlasts the session, because they yield or change a secret or a right of the caller, take
 * away a second factor, or end the user: a browser that was left unlocked is not enough. The authorizer reads this table
 * after every rule.
 */
export const freshSignInRules: ReadonlySet<RuleOrAccess> = new Set<RuleOrAccess>([
  'identity:create_application_credential',
  'muster:create_api_key',
  'muster:rotate_api_key',
  'identity:create_credential',
  'identity:update_credential',
  'identity:delete_credential',
  'identity:ec2_create_credential',
  'identity:create_trust',
  'identity:authorize_request_token',
  'muster:delete_own_user',
])

/**
 * Rejects a session cookie whose sign-in is not fresh. Sessions that are used as bearer secrets are exempt, because a
 * program cannot ask for the password.
 */
export const assertFreshSignIn = (rule: RuleOrAccess, caller: Caller, now: number): void => {
  if (caller.kind !== 'known' || !caller.chain.isInBrowser || !freshSignInRules.has(rule)) return
  const { sessionBegan = 0 } = caller.chain
  if (now - sessionBegan <= freshFor) return
  throw domainError(
    'unauthenticated',
    'sign_in_too_old',
    'This requires a sign-in within the last ten minutes. Sign in again, then repeat the request.',
  )
}
