import type { auth as contract } from '@muster/contract/keystone/auth.ts'
import { signIn } from '../../core/auth/sign-in.ts'
import type { ScopeRequest } from '../../core/auth/sign-in-request.ts'
import { refuse } from '../../core/refusal.ts'
import { ownCatalog } from '../../core/tokens/own-catalog.ts'
import { mayReachSystem } from '../../core/tokens/reach-system.ts'
import { revokeToken } from '../../core/tokens/revoke-token.ts'
import { checkToken, validateToken } from '../../core/tokens/validate-token.ts'
import { type Handlers, Unreadable, type Visit } from '../../http/face.ts'
import { enforces } from './access-rule-guard.ts'
import { linkTo } from './links.ts'
import { isPresent } from './lists.ts'
import { renderToken, showToken } from './show-token.ts'
import { signedRequest } from './signed-request.ts'

type AuthBody = Parameters<Handlers<typeof contract>['createToken']>[0]['body']['auth']
type GivenScope = NonNullable<AuthBody['scope']>

/** Exactly one kind of scope (keystone.md section 6.3). */
const readScope = (given: GivenScope | undefined): ScopeRequest | undefined => {
  if (given === undefined) return undefined
  if (typeof given === 'string') return { kind: 'unscoped' }
  const named = (['project', 'domain', 'system', 'unscoped', 'OS-TRUST:trust'] as const).filter(
    (kind) => given[kind],
  )
  if (named.length !== 1)
    throw new Unreadable(
      'Give exactly one scope: project, domain, system, OS-TRUST:trust or unscoped.',
      'scope',
    )
  if (given.project) return { kind: 'project', project: given.project }
  if (given.domain) return { kind: 'domain', domain: given.domain }
  if (given.unscoped) return { kind: 'unscoped' }
  if (given.system) {
    if (given.system.all !== true)
      throw new Unreadable('The scope of the system is {"system": {"all": true}}.', 'scope.system')
    return { kind: 'system' }
  }
  return { kind: 'trust', trustId: given['OS-TRUST:trust']?.id ?? '' }
}

const enforcing = (visit: Visit) => enforces(visit.header('openstack-identity-access-rules'))

/** Lets a sign-in go on that lacked a factor (keystone.md section 7). */
const receiptHeader = 'openstack-auth-receipt'

const subjectOf = (visit: Visit): string => visit.header('x-subject-token') ?? ''

export const auth = {
  async createToken({ query, body: { auth: given } }, visit) {
    const { methods, password, totp, token, application_credential: applicationCredential } = given.identity
    const view = await visit.run(signIn, {
      methods,
      password: password && { user: password.user, password: password.user.password },
      totp: totp && { user: totp.user, passcode: totp.user.passcode },
      token,
      applicationCredential,
      oauth1: given.identity.oauth1 && signedRequest(visit),
      receipt: visit.header(receiptHeader) || undefined,
      scope: readScope(given.scope),
    })
    const body =
      query['nocatalog'] === undefined
        ? { rendered: renderToken(view) }
        : { token: showToken(view, { catalog: false }) }
    return { status: 201, headers: { 'x-subject-token': view.token }, body }
  },

  async validateToken({ query }, visit) {
    const token = subjectOf(visit)
    const view = await visit.run(validateToken, {
      token,
      allowExpired: isPresent(query, 'allow_expired'),
      enforcesAccessRules: enforcing(visit),
    })
    const body =
      query['nocatalog'] === undefined
        ? { rendered: renderToken(view) }
        : { token: showToken(view, { catalog: false }) }
    return { status: 200, headers: { 'x-subject-token': token }, body }
  },

  async checkToken({ query }, visit) {
    const token = subjectOf(visit)
    await visit.run(checkToken, {
      token,
      allowExpired: isPresent(query, 'allow_expired'),
      enforcesAccessRules: enforcing(visit),
    })
    return { status: 200, headers: { 'x-subject-token': token } }
  },

  async revokeToken(_ask, visit) {
    await visit.run(revokeToken, { token: subjectOf(visit) })
    return { status: 204 }
  },

  async listRevokedPkiTokens() {
    throw refuse('barred', 'pki_gone', 'There are no PKI tokens to list.')
  },

  async getAuthCatalog(_ask, visit) {
    const catalog = await visit.run(ownCatalog, {})
    return {
      status: 200,
      body: { catalog: catalog as never, links: { self: linkTo(visit, '/auth/catalog') } },
    }
  },

  async getAuthSystem(_ask, visit) {
    const reachable = await visit.run(mayReachSystem, {})
    return {
      status: 200,
      body: {
        system: reachable ? [{ all: true as const }] : [],
        links: { self: linkTo(visit, '/auth/system') },
      },
    }
  },
} satisfies Handlers<typeof contract>
