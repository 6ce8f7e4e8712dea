import { type At, command } from '../operation.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { livingUser, issueSecond, resolveToken } from '../tokens/resolve-token.ts'
import type { TokenFacts, TokenScope, TokenView } from '../tokens/token.ts'
import { findDomain, findProject } from './find.ts'
import { methods } from './methods.ts'
import { type Afterwards, failedSignIn, type Proof } from './proof.ts'
import type { SignInRequest } from './sign-in-request.ts'

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
    const view = await issue(request, proofs, at)
    return { view, afterwards: proofs.flatMap((proof) => proof.afterwards ?? []) }
  },
  unless: ({ view, afterwards }): TokenView | undefined => (afterwards.length === 0 ? view : undefined),
  apply: async (_request, { stores, prepared: { view, afterwards } }): Promise<TokenView> => {
    for (const work of afterwards) await finish[work.kind](work, stores)
    return view
  },
})

const finish = {
  rehash: ({ userId, oldHash, newHash }: Afterwards, stores: At['stores']) =>
    stores.users.replaceHash(userId, oldHash, newHash),
}

const prove = async (request: SignInRequest, at: At): Promise<readonly [Proof, ...Proof[]]> => {
  const enabled = at.ports.settings.authMethods
  const proofs: Proof[] = []
  for (const name of new Set(request.methods)) {
    const method = enabled.includes(name) ? methods[name] : undefined
    if (!method)
      throw refuse('unauthenticated', 'method_unsupported', `Attempted to authenticate with an unsupported method: ${name.slice(0, 64)}.`, {
        identity: { methods: enabled.filter((known) => known in methods) },
      })
    proofs.push(await method(request, at))
  }
  const [first, ...rest] = proofs
  if (!first) throw refuse('invalid', 'methods_missing', 'Name at least one method.', { field: 'identity.methods' })
  if (rest.some((proof) => proof.userId !== first.userId)) throw failedSignIn('methods_disagree')
  for (const proof of proofs) proof.mayReach?.(request.scope)
  return [first, ...rest]
}

const issue = async (request: SignInRequest, proofs: readonly [Proof, ...Proof[]], at: At): Promise<TokenView> => {
  const { settings, codec } = at.ports
  const [{ userId }] = proofs
  const { domain } = await livingUser(userId, at).catch(() => {
    throw failedSignIn('user_not_active')
  })
  const now = Math.floor(at.now / 1000)
  const own = codec.newAuditId()
  const root = proofs.find((proof) => proof.rootAuditId !== undefined)?.rootAuditId
  const build = async (scope: TokenScope): Promise<TokenView> => {
    const dated: TokenFacts = {
      userId,
      methods: [...new Set(proofs.flatMap((proof) => proof.methods))],
      scope,
      issuedAt: now,
      expiresAt: Math.floor(Math.min(now + settings.tokenLifetime, ...proofs.map((proof) => proof.notAfter ?? Number.POSITIVE_INFINITY))),
      auditIds: root === undefined ? [own] : [own, root],
    }
    const facts = { ...dated, issuedAt: await issueSecond(dated, domain.id, at) }
    return resolveToken(codec.seal(facts), facts, at)
  }
  if (request.scope) return build(await wantedScope(request.scope, at)).catch(asFailedSignIn)
  const standard = proofs.some((proof) => proof.defaultScope === false) ? undefined : await defaultScope(userId, at)
  if (standard) {
    // A default project that no longer works is no reason to keep the user out.
    const view = await build(standard).catch((thrown) => {
      if (isRefusal(thrown, 'unauthenticated')) return undefined
      throw thrown
    })
    if (view) return view
  }
  return build({ kind: 'unscoped' }).catch(asFailedSignIn)
}

const asFailedSignIn = (thrown: unknown): never => {
  throw isRefusal(thrown, 'unauthenticated') ? failedSignIn(thrown.code) : thrown
}

const wantedScope = async (scope: NonNullable<SignInRequest['scope']>, at: At): Promise<TokenScope> => {
  switch (scope.kind) {
    case 'domain': {
      const domain = await findDomain(scope.domain, at)
      if (!domain) throw failedSignIn('scope_unknown')
      return { kind: 'domain', domainId: domain.id }
    }
    case 'project': {
      const project = await findProject(scope.project, at)
      if (!project) throw failedSignIn('scope_unknown')
      return { kind: 'project', projectId: project.id }
    }
    default:
      return { kind: scope.kind }
  }
}

const defaultScope = async (userId: string, at: At): Promise<TokenScope | undefined> => {
  const user = await at.stores.users.get(userId)
  return user?.defaultProjectId ? { kind: 'project', projectId: user.defaultProjectId } : undefined
}
