import type { FederatedSignIn } from '../../core/access/federation/sign-in/federated-proof.ts'
import {
  checkDashboard,
  findSsoProvider,
  resumeWebSso,
  startWebSso,
} from '../../core/access/federation/sign-in/web-sso.ts'
import type { TokenView } from '../../core/access/tokens/token.ts'
import type { RequestContext } from '../../http/api.ts'
import { federatedProofOf, type IsFrontServer } from './federated-proof.ts'
import type { RawQuery } from './lists.ts'
import { ssoCookie, ssoCookieOf } from './sso-cookie.ts'
import { ssoPage } from './sso-page.ts'

type SignIn = (input: FederatedSignIn, context: RequestContext) => Promise<TokenView>
type Key = Pick<FederatedSignIn, 'identityProviderId' | 'protocolId'>

const single = (value: RawQuery[string]): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

const pathOf = ({ identityProviderId, protocolId }: Key): string =>
  `/v3/auth/OS-FEDERATION/identity_providers/${encodeURIComponent(identityProviderId)}/protocols/${encodeURIComponent(protocolId)}/websso`

/**
 * Web single sign-on (keystone.md section 23.3). The first request of a browser names the dashboard and is sent to the
 * OpenID provider, unless a front server has signed the user in. The second one is the response of the provider.
 */
export const webSso = (isFrontServer: IsFrontServer, signIn: SignIn) => {
  const start = async (key: Key, query: RawQuery, context: RequestContext) => {
    const origin = await context.run(checkDashboard, { origin: single(query['origin']) })
    const redirectUri = `${context.base}${pathOf(key)}`
    const started = await context.run(startWebSso, { ...key, origin, redirectUri })
    if (started)
      return {
        status: 302 as const,
        headers: { location: started.url, 'set-cookie': ssoCookie(started.sealed, context) },
      }
    const { token } = await signIn({ ...key, proof: federatedProofOf(context, isFrontServer) }, context)
    return ssoPage(origin, token)
  }

  const resume = async (key: Key, query: RawQuery, context: RequestContext) => {
    const { origin, checks } = await context.run(resumeWebSso, {
      ...key,
      sealed: ssoCookieOf(context),
      state: single(query['state']),
    })
    const search = context.url.slice(context.url.indexOf('?'))
    const proof = { kind: 'code', responseUrl: `${context.base}${pathOf(key)}${search}`, checks } as const
    const { token } = await signIn({ ...key, proof }, context)
    const page = ssoPage(origin, token)
    // The response of the provider is accepted once.
    return { ...page, headers: { ...page.headers, 'set-cookie': ssoCookie(undefined, context) } }
  }

  const ofProvider = async (
    { params, query }: { readonly params: { idp_id: string; protocol_id: string }; readonly query: RawQuery },
    context: RequestContext,
  ) => {
    const key = { identityProviderId: params.idp_id, protocolId: params.protocol_id }
    return query['state'] === undefined ? start(key, query, context) : resume(key, query, context)
  }

  const ofProtocol = async (
    { params, query }: { readonly params: { protocol_id: string }; readonly query: RawQuery },
    context: RequestContext,
  ) => {
    await context.run(checkDashboard, { origin: single(query['origin']) })
    const identityProviderId = await context.run(findSsoProvider, {
      protocolId: params.protocol_id,
      proof: federatedProofOf(context, isFrontServer),
    })
    return start({ identityProviderId, protocolId: params.protocol_id }, query, context)
  }

  return {
    getWebSso: ofProtocol,
    createWebSso: ofProtocol,
    getProviderWebSso: ofProvider,
    createProviderWebSso: ofProvider,
  }
}
