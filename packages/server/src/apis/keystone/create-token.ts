import type { auth as contract } from '@muster/contract/keystone/auth.ts'
import { signIn } from '../../core/access/authentication/sign-in.ts'
import type { ScopeRequest, SignInRequest } from '../../core/access/authentication/sign-in-request.ts'
import { admitFederatedUser } from '../../core/access/federation/sign-in/admit-federated-user.ts'
import { BadRequest, type Handlers, type RequestContext } from '../../http/api.ts'
import { federatedProofOf, type IsFrontServer } from './federated-proof.ts'
import { renderToken, showToken } from './show-token.ts'
import { signedRequest } from './signed-request.ts'

type CreateToken = Pick<typeof contract, 'createToken'>

type AuthBody = Parameters<Handlers<CreateToken>['createToken']>[0]['body']['auth']
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

/** Continues a sign-in with a missing factor (keystone.md section 7). */
const receiptHeader = 'openstack-auth-receipt'

const federatedMethods = ['mapped', 'openid', 'saml2'] as const

/** The user of a sign-in at an identity provider, or the federated token to exchange. */
const readFederated = async (
  identity: AuthBody['identity'],
  context: RequestContext,
  isFrontServer: IsFrontServer,
): Promise<Pick<SignInRequest, 'federated' | 'token'>> => {
  const method = federatedMethods.find((name) => identity.methods.includes(name))
  const { id, identity_provider, protocol } = (method && identity[method]) ?? {}
  if (id !== undefined) return { token: { id } }
  if (identity_provider === undefined || protocol === undefined) return {}
  const proof = federatedProofOf(context, isFrontServer)
  const input = { identityProviderId: identity_provider, protocolId: protocol, proof }
  return { federated: await context.run(admitFederatedUser, input) }
}

/** `POST /auth/tokens` (keystone.md sections 6 and 7). */
export const createToken = (isFrontServer: IsFrontServer) =>
  ({
    async createToken({ query, body: { auth: input } }, context) {
      const { methods, password, totp, token, application_credential: applicationCredential } = input.identity
      const federated = await readFederated(input.identity, context, isFrontServer)
      const view = await context.run(signIn, {
        ...federated,
        methods,
        password: password && { user: password.user, password: password.user.password },
        totp: totp && { user: totp.user, passcode: totp.user.passcode },
        token: token ?? federated.token,
        applicationCredential,
        oauth1: input.identity.oauth1 && signedRequest(context),
        receipt: context.header(receiptHeader) || undefined,
        scope: readScope(input.scope),
      })
      const body =
        query['nocatalog'] === undefined ? renderToken(view) : { token: showToken(view, { catalog: false }) }
      return { status: 201, headers: { 'x-subject-token': view.token }, body }
    },
  }) satisfies Handlers<CreateToken>
