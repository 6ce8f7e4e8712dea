import { isPerson } from '../../directory/users/user-kinds.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import { requireActiveUser } from '../tokens/active-user.ts'
import type { TokenView } from '../tokens/token.ts'
import { asAuthenticationFailed, assertResultsStillValid, authenticationFailed } from './auth-result.ts'
import { unsatisfiedRules } from './check-mfa.ts'
import type { Step } from './sign-in-state.ts'

const ifCurrent = (view: TokenView | undefined, { now }: OperationContext) =>
  view && view.cacheExpiresAt > now / 1000 ? view : undefined

/**
 * Reads the user and its domain again: verifying a password takes time, and both may have changed. Every later step
 * decides with these rows.
 */
export const loadUser: Step = async ({ results, userId, request }, at) => {
  const [only, ...others] = results
  const cachedView =
    only && others.length === 0 && request.receipt === undefined ? ifCurrent(only.cachedView, at) : undefined
  // The view satisfied the multi-factor rules when it was cached, and a change of the user invalidates it. An exchanged
  // token may be older than the rules.
  if (cachedView && only?.rootAuditId === undefined && !only?.recordUse) return { cachedView }
  if (cachedView) {
    const user = await at.stores.users.get(userId)
    if (!user) throw authenticationFailed('user_unknown')
    return { cachedView, user }
  }
  const activeUser = await requireActiveUser(userId, at).catch(asAuthenticationFailed)
  return { activeUser, user: activeUser.user }
}

/** Checked after the password, so that the response time does not differ from that of a person (T73). */
export const requirePerson: Step = ({ user }) =>
  user && isPerson(user) ? {} : { failure: authenticationFailed('user_not_a_person') }

/**
 * Throws `unauthenticated` when the password was replaced, or the user's multi-factor rules are no longer satisfied, while
 * the token waited for a revocation event. Nothing slow follows.
 */
export const recheck: Step = async (state, at) => {
  await assertResultsStillValid(state.results, at)
  if (state.user && unsatisfiedRules(state.user, state, at)) throw authenticationFailed('factors_changed')
  return {}
}
