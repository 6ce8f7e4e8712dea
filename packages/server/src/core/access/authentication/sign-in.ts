import { type DomainError, isDomainError } from '../../kernel/domain-error.ts'
import { command, type OperationContext } from '../../kernel/operation.ts'
import type { TokenView } from '../tokens/token.ts'
import { applySideEffect } from './apply-side-effects.ts'
import type { SideEffect } from './auth-result.ts'
import { onFailureSlot } from './failure-slot.ts'
import { runSteps, tokenSignIn } from './pipeline.ts'
import type { SignInRequest } from './sign-in-request.ts'

type Outcome = { readonly answer: TokenView | DomainError; readonly sideEffects: readonly SideEffect[] }

/**
 * Signs in for a token. Rejects with `unauthenticated` for every reason that could reveal whether a user exists, `invalid`
 * for a malformed request, and `failed_precondition` for a method that does not allow the requested scope. Side effects
 * of a failure are committed.
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
  const { failure, view, sideEffects } = await runSteps(tokenSignIn, { request }, at)
  const answer = failure ?? view
  if (!answer) throw new Error('the steps of the sign-in ended without a token')
  return { answer, sideEffects }
}
