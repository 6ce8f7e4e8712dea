import { shouldRecordUse } from '../../directory/users/inactivity.ts'
import type { User } from '../../directory/users/user.ts'
import type { DomainError } from '../../kernel/domain-error.ts'
import type { OperationContext } from '../../kernel/operation.ts'
import type { TokenView } from '../tokens/token.ts'
import { type AuthFailure, authenticationFailed, type SideEffect } from './auth-result.ts'
import { factorsMissing, methodsOfReceipt } from './issue-receipt.ts'
import { lockRule } from './lockout.ts'
import { missingFactors } from './multi-factor.ts'
import { type AuthResults, enabledMethods } from './run-methods.ts'

/** A failed sign-in with its side effects. */
type Failure = { readonly answer: DomainError; readonly sideEffects: readonly SideEffect[] }

export type Factors = {
  /** Methods completed before, from the receipt. */
  readonly earlier: readonly string[]
  /** A current view of the authority of the only method. */
  readonly cachedView: TokenView | undefined
  /** Undefined when the cache answered everything and nothing must be recorded. */
  readonly user: User | undefined
}

export const failureOutcome = ({ wrong, user }: AuthFailure, at: OperationContext): Failure => ({
  answer: wrong,
  sideEffects: lockRule(at) ? [{ kind: 'count_failure', user }] : [],
})

/**
 * Checks the completed methods against the user's multi-factor rules (T64). When factors are missing, one-time values
 * among the completed ones are consumed nevertheless.
 */
export const checkFactors = async (
  results: AuthResults,
  receipt: string | undefined,
  at: OperationContext,
): Promise<Factors | { readonly lacking: Failure }> => {
  const cachedView =
    receipt === undefined && results.length === 1 ? ifCurrent(results[0].cachedView, at) : undefined
  // The view of a single method satisfied the rules when it was cached, and a change of the user invalidates it. An
  // exchanged token may be older than the rules.
  if (cachedView && results[0].rootAuditId === undefined && !results[0].recordUse)
    return { earlier: [], cachedView, user: undefined }
  const user = await at.stores.users.get(results[0].userId)
  if (!user) throw authenticationFailed('user_unknown')
  const earlier = await methodsOfReceipt(receipt, user, at)
  const completed = [...results.flatMap((result) => result.methods), ...earlier]
  const required = missingFactors(user.options, completed, enabledMethods(at.ports.settings))
  if (!required) return { earlier, cachedView, user }
  const consumed = results
    .flatMap((result) => result.sideEffects ?? [])
    .filter(({ kind }) => kind !== 'rehash')
  const guarded = lockRule(at) && results.some((result) => result.countsTowardLockout)
  return {
    lacking: {
      answer: await factorsMissing(user, { results, earlier }, required, at),
      sideEffects: [...(guarded ? [{ kind: 'check_lock', user } as const] : []), ...consumed],
    },
  }
}

const ifCurrent = (view: TokenView | undefined, { now }: OperationContext) =>
  view && view.cacheExpiresAt > now / 1000 ? view : undefined

/** Throws `unauthenticated` when a verified secret was replaced meanwhile. */
export const assertResultsStillValid = async (
  results: AuthResults,
  at: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  for (const result of results)
    if (result.isStillValid && !(await result.isStillValid(at)))
      throw authenticationFailed('password_replaced')
}

/**
 * The side effects of a successful sign-in; most sign-ins have none. The row of the user is locked first, as in every
 * change of a user, which prevents deadlocks.
 */
export const successEffects = (
  { user }: Pick<Factors, 'user'>,
  results: AuthResults,
  at: OperationContext,
): readonly SideEffect[] => [
  // Exchanging a token is not a new sign-in.
  ...(user && shouldRecordUse(user, at.now) && results.some((result) => result.rootAuditId === undefined)
    ? [{ kind: 'mark_active', userId: user.id } as const]
    : []),
  ...(user && lockRule(at) && results.some((result) => result.countsTowardLockout)
    ? [{ kind: 'settle_failures', user } as const]
    : []),
  ...results.flatMap((result) => [
    ...(result.sideEffects ?? []),
    ...(result.recordUse ? [result.recordUse] : []),
  ]),
]
