import type { saml2 as contract } from '@muster/contract/keystone/saml2.ts'
import {
  createEcpAssertion,
  createSamlAssertion,
  type IssuedAssertion,
} from '../../core/access/federation/saml/create-assertion.ts'
import { getSamlMetadata } from '../../core/access/federation/saml/get-saml-metadata.ts'
import type { Handlers } from '../../http/api.ts'

const mediaType = 'text/xml; charset=utf-8'

type AssertionBody = Parameters<Handlers<typeof contract>['createSamlAssertion']>[0]['body']

const readRequest = ({ auth: { identity, scope } }: AssertionBody) => ({
  token: identity.token.id,
  serviceProviderId: scope.service_provider.id,
})

const respond = ({ text, provider }: IssuedAssertion) =>
  ({
    status: 200,
    headers: {
      'content-type': mediaType,
      'cache-control': 'no-store',
      'x-sp-url': provider.spUrl,
      'x-auth-url': provider.authUrl,
    },
    body: text,
  }) as const

export const saml2 = {
  async createSamlAssertion({ body }, context) {
    return respond(await context.run(createSamlAssertion, readRequest(body)))
  },

  async createEcpAssertion({ body }, context) {
    return respond(await context.run(createEcpAssertion, readRequest(body)))
  },

  async getSamlMetadata(_request, context) {
    const body = await context.run(getSamlMetadata, {})
    return { status: 200, headers: { 'content-type': mediaType }, body }
  },
} satisfies Handlers<typeof contract>
