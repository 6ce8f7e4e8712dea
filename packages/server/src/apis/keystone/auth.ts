import type { auth as contract } from '@muster/contract/keystone/auth.ts'
import { signIn } from '../../core/access/authentication/sign-in.ts'
import type { ScopeRequest } from '../../core/access/authentication/sign-in-request.ts'
import { canScopeToSystem } from '../../core/access/tokens/can-scope-to-system.ts'
import { ownCatalog } from '../../core/access/tokens/own-catalog.ts'
import { revokeToken } from '../../core/access/tokens/revoke-token.ts'
import { checkToken } from '../../core/access/tokens/validate-token.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import { BadRequest, type Handlers, type RequestContext } from '../../http/api.ts'
import { supportsAccessRules } from './access-rule-guard.ts'
import { linkTo } from './links.ts'
import { isPresent } from './lists.ts'
import { renderToken, showToken } from './show-token.ts'
import { signedRequest } from './signed-request.ts'
import { validateToken } from './validate-token.ts'

type AuthBody = Parameters<Handlers<typeof contract>['createToken']>[0]['body']['auth']
type GivenScope = NonNullable<AuthBody['scope']>

/** Exactly one kind of scope (keystone.md section 6.3). */
const readScope = (input: GivenScope | undefined): ScopeRequest | undefined => {
  if (input === undefined) return undefined
  if (typeof input === 'string') return { kind: 'unscoped' }
  const named = (['project', 'domain', 'system', 'unscoped', 'OS-TRUST:trust'] as const).filter(
    (kind) => input[kind],
  )
  if (named.length !== 1)
    throw new BadRequest(
      'Specify exactly one scope: project, domain, system, OS-TRUST:trust or unscoped.',
      'scope',
    )
  if (input.project) return { kind: 'project', project: input.project }
  if (input.domain) return { kind: 'domain', domain: input.domain }
  if (input.unscoped) return { kind: 'unscoped' }
  if (input.system) {
    if (input.system.all !== true)
      throw new BadRequest('The system scope must be {"system": {"all": true}}.', 'scope.system')
    return { kind: 'system' }
  }
  return { kind: 'trust', trustId: input['OS-TRUST:trust']?.id ?? '' }
}

const enforcing = (context: RequestContext) =>
  supportsAccessRules(context.header('openstack-identity-access-rules'))

/** Continues a sign-in with a missing factor (keystone.md section 7). */
const receiptHeader = 'openstack-auth-receipt'

const subjectOf = (context: RequestContext): string => context.header('x-subject-token') ?? ''

export const auth = {
  async createToken({ query, body: { auth: input } }, context) {
    const { methods, password, totp, token, application_credential: applicationCredential } = input.identity
    const view = await context.run(signIn, {
      methods,
      password: password && { user: password.user, password: password.user.password },
      totp: totp && { user: totp.user, passcode: totp.user.passcode },
      token,
      applicationCredential,
      oauth1: input.identity.oauth1 && signedRequest(context),
      receipt: context.header(receiptHeader) || undefined,
      scope: readScope(input.scope),
    })
    const body =
      query['nocatalog'] === undefined ? renderToken(view) : { token: showToken(view, { catalog: false }) }
    return { status: 201, headers: { 'x-subject-token': view.token }, body }
  },

  validateToken,

  async checkToken({ query }, context) {
    const token = subjectOf(context)
    await context.run(checkToken, {
      token,
      allowExpired: isPresent(query, 'allow_expired'),
      enforcesAccessRules: enforcing(context),
    })
    return { status: 200, headers: { 'x-subject-token': token } }
  },

  async revokeToken(_request, context) {
    await context.run(revokeToken, { token: subjectOf(context) })
    return { status: 204 }
  },

  async listRevokedPkiTokens() {
    throw domainError('failed_precondition', 'pki_gone', 'There are no PKI tokens to list.')
  },

  async getAuthCatalog(_request, context) {
    const catalog = await context.run(ownCatalog, {})
    return {
      status: 200,
      body: { catalog: catalog as never, links: { self: linkTo(context, '/auth/catalog') } },
    }
  },

  async getAuthSystem(_request, context) {
    const mayScopeToSystem = await context.run(canScopeToSystem, {})
    return {
      status: 200,
      body: {
        system: mayScopeToSystem ? [{ all: true as const }] : [],
        links: { self: linkTo(context, '/auth/system') },
      },
    }
  },
} satisfies Handlers<typeof contract>
