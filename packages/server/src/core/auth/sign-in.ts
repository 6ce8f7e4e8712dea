import { type At, command } from '../operation.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { issueToken } from '../tokens/issue-token.ts'
import type { TokenView } from '../tokens/token.ts'
import { checkFactors, checkStillHold, complete, type Factors, wrongOutcome } from './factors.ts'
import { onFailureSlot } from './failure-slot.ts'
import { finish } from './finish.ts'
import { type Afterwards, asFailedSignIn, failedSignIn, isWrong, type Lent } from './proof.ts'
import { type Proofs, prove } from './prove.ts'
import { defaultScope, wantedScope } from './scope.ts'
import type { SignInRequest } from './sign-in-request.ts'
import { trustScope } from './trust-scope.ts'

type Outcome = { readonly answer: TokenView | Refusal; readonly afterwards: readonly Afterwards[] }

/**
 * Proof, then factors, then scope, then token (keystone.md sections 6 and 7). Refuses `unauthenticated` for
 * anything that could tell a stranger about users, `invalid` for a request that cannot be understood, `barred`
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
      ({ answer }) => (isRefusal(answer) ? answer : undefined),
    ),
  unless: ({ answer, afterwards }): TokenView | Refusal | undefined =>
    afterwards.length === 0 ? answer : undefined,
  apply: async (_request, { prepared: { answer, afterwards }, ...at }): Promise<TokenView | Refusal> => {
    for (const work of afterwards) await finish(work, at)
    return answer
  },
})

const attempt = async (request: SignInRequest, at: At): Promise<Outcome> => {
  const proofs = await prove(request, at)
  if (isWrong(proofs)) return wrongOutcome(proofs, at)
  const factors = await checkFactors(proofs, request.receipt, at)
  if ('lacking' in factors) return factors.lacking
  const { view, afterwards } = await issue(request, { ...factors, proofs }, at)
  await checkStillHold(proofs, at)
  return { answer: view, afterwards: [...complete(factors, proofs, at), ...afterwards] }
}

type Proved = Factors & { readonly proofs: Proofs }

type Issued = { readonly view: TokenView; readonly afterwards: readonly Afterwards[] }

const issue = async (request: SignInRequest, proved: Proved, at: At): Promise<Issued> => {
  const { proofs } = proved
  const bound = proofs.flatMap((proof) => proof.lent ?? [])
  // Two delegations in one request have no one place that both reach.
  if (bound.length > 1) throw failedSignIn('delegations_disagree')
  if (bound[0]) return { view: await build(bound[0], proved, at).catch(asFailedSignIn), afterwards: [] }
  if (request.scope?.kind === 'trust') {
    const { lent, afterwards } = await trustScope(request.scope.trustId, proofs[0].userId, at)
    return { view: await build(lent, proved, at).catch(asFailedSignIn), afterwards }
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
      if (isRefusal(thrown, 'unauthenticated')) return undefined
      throw thrown
    })
    if (view) return { view, afterwards: [] }
  }
  return {
    view: await build({ scope: { kind: 'unscoped' } }, proved, at).catch(asFailedSignIn),
    afterwards: [],
  }
}

const build = async (lent: Lent, { proofs, earlier, standing }: Proved, at: At): Promise<TokenView> => {
  const view = await issueToken(
    {
      userId: proofs[0].userId,
      methods: [...new Set([...proofs.flatMap((proof) => proof.methods), ...earlier])],
      lent,
      limits: proofs.flatMap((proof) => proof.notAfter ?? []),
      standing,
      rootAuditId: proofs.find((proof) => proof.rootAuditId !== undefined)?.rootAuditId,
    },
    at,
  )
  // What is remembered of a proof is what it is worth alone.
  if (proofs.length === 1 && earlier.length === 0) proofs[0].keep?.(view)
  return view
}
