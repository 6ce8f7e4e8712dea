import { X509Certificate } from 'node:crypto'
import { type Profile, SAML } from '@node-saml/node-saml'
import { entityId } from './saml-files.ts'
import type { Called, TestServer } from './test-server.ts'

export const spUrl = 'https://beta.example/Shibboleth.sso/SAML2/ECP'
export const authUrl = 'https://beta.example/v3/OS-FEDERATION/identity_providers/muster/protocols/saml2/auth'

/** Creates a service provider and returns its id. */
export const makeProvider = async (s: TestServer, id: string, attributes: object = {}): Promise<string> => {
  const answer = await s.call('PUT', `/v3/OS-FEDERATION/service_providers/${id}`, {
    token: s.system,
    body: { service_provider: { auth_url: authUrl, sp_url: spUrl, enabled: true, ...attributes } },
  })
  if (answer.status !== 201) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`)
  return id
}

/** Asks for an assertion without any other credential than the token in the body. */
export const askAssertion = (
  s: TestServer,
  token: string,
  provider: string,
  path: 'saml2' | 'saml2/ecp' = 'saml2',
): Promise<Called> =>
  s.call('POST', `/v3/auth/OS-FEDERATION/${path}`, {
    body: {
      auth: {
        identity: { methods: ['token'], token: { id: token } },
        scope: { service_provider: { id: provider } },
      },
    },
  })

/** The certificates of a metadata document, in PEM. */
export const certificatesIn = (metadata: string): readonly string[] =>
  [...metadata.matchAll(/<ds:X509Certificate>([^<]+)</g)].map(([, base64 = '']) =>
    new X509Certificate(Buffer.from(base64, 'base64')).toString(),
  )

/** Verifies a response as a service provider does, with a published library. Rejects for an invalid one. */
export const verify = async (
  response: string,
  idpCert: string | string[],
  audience: string = spUrl,
): Promise<Profile> => {
  const saml = new SAML({
    idpCert,
    idpIssuer: entityId,
    issuer: audience,
    audience,
    callbackUrl: spUrl,
    wantAuthnResponseSigned: false,
    wantAssertionsSigned: true,
  })
  const { profile } = await saml.validatePostResponseAsync({
    SAMLResponse: Buffer.from(response).toString('base64'),
  })
  if (!profile) throw new Error('the response contains no profile')
  return profile
}
