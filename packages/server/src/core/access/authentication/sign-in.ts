import { type DomainError, isDomainError } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { issueToken } from '../tokens/issue-token.ts'
import type { TokenView } from '../tokens/token.ts'
import { applySideEffect } from './apply-side-effects.ts'
import {
  asFailedSignIn,
  authenticationFailed,
  type DelegationBinding,
  isAuthFailure,
  type SideEffect,
} from './auth-result.ts'
import { checkFactors, checkStillHold, complete, type Factors, wrongOutcome } from './check-mfa.ts'
import { onFailureSlot } from './failure-slot.ts'
import { defaultScope, wantedScope } from './resolve-scope.ts'
import { type AuthResults, authenticate } from './run-methods.ts'
import type { SignInRequest } from './sign-in-request.ts'
import { trustScope } from './trust-scope.ts'

type Outcome = { readonly answer: TokenView | DomainError; readonly afterwards: readonly SideEffect[] }

/**
 * Proof, then factors, then scope, then token (keystone.md sections 6 and 7). Rejects with `unauthenticated` for
 * anything that could tell a stranger about users, `invalid` for a request that cannot be understood, `failed_precondition`
 * for a way of signing in that may not reach the scope asked for. What a failure costs is written down although
 * it is one.
 */
export const signIn = command({
  rule: 'open',
  isolation: 'read committed',
  prepare: (request: SignInRequest, _found, at): Promise<Outcome> =>
    onFailureSlot(
      at,
      () => attempt(request, at),
      ({ answer }) => (isDomainError(answer) ? answer : undefined),
    ),
  shortCircuit: ({ answer, afterwards }): TokenView | DomainError | undefined =>
    afterwards.length === 0 ? answer : undefined,
  apply: async (_request, { prepared: { answer, afterwards }, ...at }): Promise<TokenView | DomainError> => {
    for (const work of afterwards) await applySideEffect(work, at)
    return answer
  },
})

const attempt = async (request: SignInRequest, at: OperationContext): Promise<Outcome> => {
  const proofs = await authenticate(request, at)
  if (isAuthFailure(proofs)) return wrongOutcome(proofs, at)
  const factors = await checkFactors(proofs, request.receipt, at)
  if ('lacking' in factors) return factors.lacking
  const { view, afterwards } = await issue(request, { ...factors, proofs }, at)
  await checkStillHold(proofs, at)
  return { answer: view, afterwards: [...complete(factors, proofs, at), ...afterwards] }
}

type Proved = Factors & { readonly proofs: AuthResults }

type Issued = { readonly view: TokenView; readonly afterwards: readonly SideEffect[] }

const issue = async (request: SignInRequest, proved: Proved, at: OperationContext): Promise<Issued> => {
  const { proofs } = proved
  const bound = proofs.flatMap((proof) => proof.lent ?? [])
  // Two delegations in one request have no one place that both reach.
  if (bound.length > 1) throw authenticationFailed('delegations_disagree')
  if (bound[0]) return { view: await build(bound[0], proved, at).catch(asFailedSignIn), afterwards: [] }
  if (request.scope?.kind === 'trust') {
    const { lent: delegated, afterwards } = await trustScope(request.scope.trustId, proofs[0].userId, at)
    return { view: await build(delegated, proved, at).catch(asFailedSignIn), afterwards }
  }
  if (request.scope)
    return {
      view: await build({ scope: await wantedScope(request.scope, at) }, proved, at).catch(asFailedSignIn),
      afterwards: [],
    }
  const standard = proofs.some((proof) => proof.defaultScope === false)
    ? undefined
    : await defaultScope(proofs[0].userId, at)
  if (standard) {
    // A default project that no longer works is no reason to keep the user out.
    const view = await build({ scope: standard }, proved, at).catch((thrown) => {
      if (isDomainError(thrown, 'unauthenticated')) return undefined
      throw thrown
    })
    if (view) return { view, afterwards: [] }
  }
  return {
    view: await build({ scope: { kind: 'unscoped' } }, proved, at).catch(asFailedSignIn),
    afterwards: [],
  }
}

const build = async (
  delegated: DelegationBinding,
  { proofs, earlier, standing: credentialCache }: Proved,
  at: OperationContext,
): Promise<TokenView> => {
  const view = await issueToken(
    {
      userId: proofs[0].userId,
      methods: [...new Set([...proofs.flatMap((proof) => proof.methods), ...earlier])],
      lent: delegated,
      limits: proofs.flatMap((proof) => proof.notAfter ?? []),
      standing: credentialCache,
      rootAuditId: proofs.find((proof) => proof.rootAuditId !== undefined)?.rootAuditId,
    },
    at,
  )
  // What is remembered of a proof is what it is worth alone.
  if (proofs.length === 1 && earlier.length === 0) proofs[0].keep?.(view)
  return view
}
