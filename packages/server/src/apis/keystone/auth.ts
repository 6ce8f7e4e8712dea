import type { auth as contract } from '@muster/contract/keystone/auth.ts'
import { canScopeToSystem } from '../../core/access/tokens/can-scope-to-system.ts'
import { ownCatalog } from '../../core/access/tokens/own-catalog.ts'
import { revokeToken } from '../../core/access/tokens/revoke-token.ts'
import { checkToken } from '../../core/access/tokens/validate-token.ts'
import { domainError } from '../../core/kernel/domain-error.ts'
import type { Handlers, RequestContext } from '../../http/api.ts'
import { supportsAccessRules } from './access-rule-guard.ts'
import { linkTo } from './links.ts'
import { isPresent } from './lists.ts'
import { validateToken } from './validate-token.ts'

const enforcing = (context: RequestContext) =>
  supportsAccessRules(context.header('openstack-identity-access-rules'))

const subjectOf = (context: RequestContext): string => context.header('x-subject-token') ?? ''

export const auth = {
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
} satisfies Handlers<Omit<typeof contract, 'createToken'>>
