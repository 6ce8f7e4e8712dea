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

/** A failed sign-in, and what is written down of it. */
type Failure = { readonly answer: DomainError; readonly sideEffects: readonly SideEffect[] }

export type Factors = {
  /** Methods proved before, as a receipt says. */
  readonly earlier: readonly string[]
  /** A view that holds right now of what the only proof is worth. */
  readonly cachedView: TokenView | undefined
  /** Absent where memory has answered everything and nothing is to be noted. */
  readonly user: User | undefined
}

export const failureOutcome = ({ wrong, user }: AuthFailure, at: OperationContext): Failure => ({
  answer: wrong,
  sideEffects: lockRule(at) ? [{ kind: 'count_failure', user }] : [],
})

/**
 * Whether what was proved is enough for the user's rules (T64). Where it is not, what can be used once among it
 * is spent all the same.
 */
export const checkFactors = async (
  results: AuthResults,
  receipt: string | undefined,
  at: OperationContext,
): Promise<Factors | { readonly lacking: Failure }> => {
  const cachedView =
    receipt === undefined && results.length === 1 ? ifCurrent(results[0].cachedView, at) : undefined
  // A view that is kept of a proof alone was enough when it was made, and whatever changes the user ends it. A token
  // that is exchanged may be older than the rules.
  if (cachedView && results[0].rootAuditId === undefined && !results[0].recordUse)
    return { earlier: [], cachedView, user: undefined }
  const user = await at.stores.users.get(results[0].userId)
  if (!user) throw authenticationFailed('user_unknown')
  const earlier = await methodsOfReceipt(receipt, user, at)
  const proved = [...results.flatMap((result) => result.methods), ...earlier]
  const required = missingFactors(user.options, proved, enabledMethods(at.ports.settings))
  if (!required) return { earlier, cachedView, user }
  const spent = results.flatMap((result) => result.sideEffects ?? []).filter(({ kind }) => kind !== 'rehash')
  const guarded = lockRule(at) && results.some((result) => result.countsTowardLockout)
  return {
    lacking: {
      answer: await factorsMissing(user, { results, earlier }, required, at),
      sideEffects: [...(guarded ? [{ kind: 'check_lock', user } as const] : []), ...spent],
    },
  }
}

const ifCurrent = (view: TokenView | undefined, { now }: OperationContext) =>
  view && view.cacheExpiresAt > now / 1000 ? view : undefined

/** Throws when what was shown has been replaced since it was checked. */
export const assertResultsStillValid = async (
  results: AuthResults,
  at: Pick<OperationContext, 'stores'>,
): Promise<void> => {
  for (const result of results)
    if (result.isStillValid && !(await result.isStillValid(at)))
      throw authenticationFailed('password_replaced')
}

/**
 * What is written down of a sign-in that lacks nothing; most leave nothing to write. The row of the user comes
 * first, as it does wherever a user is changed, so that the two never wait for each other.
 */
export const successEffects = (
  { user }: Pick<Factors, 'user'>,
  results: AuthResults,
  at: OperationContext,
): readonly SideEffect[] => [
  // A token for a token is no new sign-in.
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
