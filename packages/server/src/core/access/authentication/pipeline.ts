import type { OperationContext } from '../../kernel/operation.ts'
import { checkFactors } from './check-mfa.ts'
import { loadUser, recheck, requirePerson } from './check-user.ts'
import { collectSideEffects } from './collect-side-effects.ts'
import { issue } from './issue-step.ts'
import { unknownUserId } from './lockout.ts'
import { resolveReferences } from './resolve-references.ts'
import { resolveScope } from './resolve-scope.ts'
import { runMethods } from './run-methods.ts'
import type { SignInRequest } from './sign-in-request.ts'
import type { SignInState, Step, Subjects } from './sign-in-state.ts'

/** The steps of a sign-in for a token, in order (keystone.md sections 6 and 7). */
export const tokenSignIn: readonly Step[] = [
  resolveReferences, // the users that the request names, with their domains
  runMethods, // password, totp, token, …: all succeed for the same user
  loadUser, // the user and its domain again, since hashing takes time; both are active
  checkFactors, // the user's multi-factor rules, with the methods of a receipt
  resolveScope, // that of the delegation, the requested one, the default project, or none
  issue, // roles and token; after a wait for a revocation event, everything is read again
  recheck, // the password was not replaced, and the multi-factor rules still hold
  collectSideEffects, // one-time values to use up, failures to reset: written in one transaction
]

/** The steps of a sign-in for a session. Its user is found by login, and its transaction checks the password again. */
export const sessionSignIn: readonly Step[] = [
  runMethods,
  loadUser,
  requirePerson,
  checkFactors,
  collectSideEffects,
]

/** Runs the steps until one fails. Does the slow work of a sign-in; nothing is written. */
export const runSteps = async (
  steps: readonly Step[],
  input: { readonly request: SignInRequest; readonly subjects?: Subjects },
  at: OperationContext,
): Promise<SignInState> => {
  let state: SignInState = { ...initial, ...input }
  for (const step of steps) {
    state = { ...state, ...(await step(state, at)) }
    if (state.failure) break
  }
  return state
}

const initial: Omit<SignInState, 'request'> = {
  subjects: {},
  results: [],
  cachedView: undefined,
  userId: unknownUserId,
  user: undefined,
  activeUser: undefined,
  earlier: [],
  binding: { scope: { kind: 'unscoped' } },
  fallback: undefined,
  view: undefined,
  sideEffects: [],
  failure: undefined,
}
