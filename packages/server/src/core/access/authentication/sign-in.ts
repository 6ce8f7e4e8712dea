import { type DomainError, isDomainError } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import { issueToken } from '../tokens/issue-token.ts'
import type { TokenView } from '../tokens/token.ts'
import { applySideEffect } from './apply-side-effects.ts'
import {
  asAuthenticationFailed,
  authenticationFailed,
  type DelegationBinding,
  isAuthFailure,
  type SideEffect,
} from './auth-result.ts'
import {
  assertResultsStillValid,
  checkFactors,
  type Factors,
  failureOutcome,
  successEffects,
} from './check-mfa.ts'
import { onFailureSlot } from './failure-slot.ts'
import { defaultScope, wantedScope } from './resolve-scope.ts'
import { type AuthResults, authenticate } from './run-methods.ts'
import type { SignInRequest } from './sign-in-request.ts'
import { trustScope } from './trust-scope.ts'

type Outcome = { readonly answer: TokenView | DomainError; readonly sideEffects: readonly SideEffect[] }

/**
 * Runs the methods, checks the factors, resolves the scope and issues a token (keystone.md sections 6 and 7). Rejects with
 * `unauthenticated` for every reason that could reveal whether a user exists, `invalid` for a malformed request, and
 * `failed_precondition` for a method that does not allow the requested scope. Side effects of a failure are committed.
 */
export const signIn = command({
  access: 'public',
  isolation: 'read committed',
  prepare: (request: SignInRequest, _found, at): Promise<Outcome> =>
    onFailureSlot(
      at,
      () => attempt(request, at),
      ({ answer }) => (isDomainError(answer) ? answer : undefined),
    ),
  shortCircuit: ({ answer, sideEffects }): TokenView | DomainError | undefined =>
    sideEffects.length === 0 ? answer : undefined,
  apply: async (_request, { prepared: { answer, sideEffects }, ...at }): Promise<TokenView | DomainError> => {
    for (const work of sideEffects) await applySideEffect(work, at)
    return answer
  },
})

const attempt = async (request: SignInRequest, at: OperationContext): Promise<Outcome> => {
  const results = await authenticate(request, at)
  if (isAuthFailure(results)) return failureOutcome(results, at)
  const factors = await checkFactors(results, request.receipt, at)
  if ('lacking' in factors) return factors.lacking
  const { view, sideEffects } = await issue(request, { ...factors, results }, at)
  await assertResultsStillValid(results, at)
  return { answer: view, sideEffects: [...successEffects(factors, results, at), ...sideEffects] }
}

type Authenticated = Factors & { readonly results: AuthResults }

type Issued = { readonly view: TokenView; readonly sideEffects: readonly SideEffect[] }

const issue = async (
  request: SignInRequest,
  authenticated: Authenticated,
  at: OperationContext,
): Promise<Issued> => {
  const { results } = authenticated
  const bound = results.flatMap((result) => result.delegated ?? [])
  // Two delegations in one request have no common scope.
  if (bound.length > 1) throw authenticationFailed('delegations_disagree')
  if (bound[0])
    return { view: await build(bound[0], authenticated, at).catch(asAuthenticationFailed), sideEffects: [] }
  if (request.scope?.kind === 'trust') {
    const { delegated, sideEffects } = await trustScope(request.scope.trustId, results[0].userId, at)
    return { view: await build(delegated, authenticated, at).catch(asAuthenticationFailed), sideEffects }
  }
  if (request.scope)
    return {
      view: await build({ scope: await wantedScope(request.scope, at) }, authenticated, at).catch(
        asAuthenticationFailed,
      ),
      sideEffects: [],
    }
  const scope = results.some((result) => result.defaultScope === false)
    ? undefined
    : await defaultScope(results[0].userId, at)
  if (scope) {
    // A default project that is no longer usable must not prevent the sign-in.
    const view = await build({ scope }, authenticated, at).catch((thrown) => {
      if (isDomainError(thrown, 'unauthenticated')) return undefined
      throw thrown
    })
    if (view) return { view, sideEffects: [] }
  }
  return {
    view: await build({ scope: { kind: 'unscoped' } }, authenticated, at).catch(asAuthenticationFailed),
    sideEffects: [],
  }
}

const build = async (
  delegated: DelegationBinding,
  { results, earlier, cachedView }: Authenticated,
  at: OperationContext,
): Promise<TokenView> => {
  const view = await issueToken(
    {
      userId: results[0].userId,
      methods: [...new Set([...results.flatMap((result) => result.methods), ...earlier])],
      delegated,
      limits: results.flatMap((result) => result.notAfter ?? []),
      cachedView,
      rootAuditId: results.find((result) => result.rootAuditId !== undefined)?.rootAuditId,
    },
    at,
  )
  // A cached view stands for a single method.
  if (results.length === 1 && earlier.length === 0) results[0].onIssued?.(view)
  return view
}
