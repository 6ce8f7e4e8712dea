import { type At, command } from '../operation.ts'
import { isRefusal, refuse } from '../refusal.ts'
import type { Stores } from '../stores.ts'
import { issueToken } from '../tokens/issue-token.ts'
import type { TokenView } from '../tokens/token.ts'
import { methods } from './methods.ts'
import { type Afterwards, failedSignIn, type Lent, type Proof } from './proof.ts'
import { defaultScope, wantedScope } from './scope.ts'
import type { SignInRequest } from './sign-in-request.ts'
import { trustScope } from './trust-scope.ts'

/**
 * Proof, then scope, then token (keystone.md section 6). Refuses `unauthenticated` for anything that could
 * tell a stranger about users, `invalid` for a request that cannot be understood, `barred` for a way of
 * signing in that may not reach the scope asked for.
 */
export const signIn = command({
  rule: 'open',
  isolation: 'read committed',
  prepare: async (request: SignInRequest, _found, at) => {
    const proofs = await prove(request, at)
    const { view, afterwards } = await issue(request, proofs, at)
    for (const proof of proofs) proof.keep?.(view)
    return {
      view,
      afterwards: [
        ...proofs.flatMap((proof) => [...(proof.afterwards ?? []), ...(proof.noteUse ? [proof.noteUse] : [])]),
        ...afterwards,
      ],
    }
  },
  unless: ({ view, afterwards }): TokenView | undefined => (afterwards.length === 0 ? view : undefined),
  apply: async (_request, { stores, prepared: { view, afterwards } }): Promise<TokenView> => {
    for (const work of afterwards) await finish(work, stores)
    return view
  },
})

const finish = async (work: Afterwards, stores: Stores): Promise<void> => {
  if (work.kind === 'rehash') return stores.users.replaceHash(work.userId, work.oldHash, work.newHash)
  if (work.kind === 'note_use') return stores.applicationCredentials.noteUse(work.id, work.at, work.unlessSince)
  if (!(await stores.trusts.consumeUse(work.trustId))) throw failedSignIn('trust_used_up')
}

type Proofs = readonly [Proof, ...Proof[]]

const prove = async (request: SignInRequest, at: At): Promise<Proofs> => {
  const enabled = at.ports.settings.authMethods
  const proofs: Proof[] = []
  for (const name of new Set(request.methods)) {
    const method = enabled.includes(name) ? methods[name] : undefined
    if (!method)
      throw refuse(
        'unauthenticated',
        'method_unsupported',
        `Attempted to authenticate with an unsupported method: ${name.slice(0, 64)}.`,
        { identity: { methods: enabled.filter((known) => known in methods) } },
      )
    proofs.push(await method(request, at))
  }
  const [first, ...rest] = proofs
  if (!first)
    throw refuse('invalid', 'methods_missing', 'Name at least one method.', { field: 'identity.methods' })
  if (rest.some((proof) => proof.userId !== first.userId)) throw failedSignIn('methods_disagree')
  for (const proof of proofs) proof.mayReach?.(request.scope)
  return [first, ...rest]
}

type Issued = { readonly view: TokenView; readonly afterwards: readonly Afterwards[] }

const issue = async (request: SignInRequest, proofs: Proofs, at: At): Promise<Issued> => {
  const bound = proofs.flatMap((proof) => proof.lent ?? [])
  // Two delegations in one request have no one place that both reach.
  if (bound.length > 1) throw failedSignIn('delegations_disagree')
  if (bound[0]) return { view: await build(bound[0], proofs, at).catch(asFailedSignIn), afterwards: [] }
  if (request.scope?.kind === 'trust') {
    const { lent, afterwards } = await trustScope(request.scope.trustId, proofs[0].userId, at)
    return { view: await build(lent, proofs, at).catch(asFailedSignIn), afterwards }
  }
  if (request.scope)
    return {
      view: await build({ scope: await wantedScope(request.scope, at) }, proofs, at).catch(asFailedSignIn),
      afterwards: [],
    }
  const standard = proofs.some((proof) => proof.defaultScope === false)
    ? undefined
    : await defaultScope(proofs[0].userId, at)
  if (standard) {
    // A default project that no longer works is no reason to keep the user out.
    const view = await build({ scope: standard }, proofs, at).catch((thrown) => {
      if (isRefusal(thrown, 'unauthenticated')) return undefined
      throw thrown
    })
    if (view) return { view, afterwards: [] }
  }
  return {
    view: await build({ scope: { kind: 'unscoped' } }, proofs, at).catch(asFailedSignIn),
    afterwards: [],
  }
}

const build = (lent: Lent, proofs: Proofs, at: At): Promise<TokenView> =>
  issueToken(
    {
      userId: proofs[0].userId,
      methods: [...new Set(proofs.flatMap((proof) => proof.methods))],
      lent,
      limits: proofs.flatMap((proof) => proof.notAfter ?? []),
      standing: proofs.length === 1 ? proofs[0].standing : undefined,
      rootAuditId: proofs.find((proof) => proof.rootAuditId !== undefined)?.rootAuditId,
    },
    at,
  )

const asFailedSignIn = (thrown: unknown): never => {
  throw isRefusal(thrown, 'unauthenticated') ? failedSignIn(thrown.code) : thrown
}
