import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { optional, Text } from './shapes.ts'

const closed = { additionalProperties: false } as const

const assertionBody = Type.Object(
  {
    auth: Type.Object(
      {
        identity: Type.Object(
          {
            methods: optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 16 })),
            token: Type.Object({ id: Text }, closed),
          },
          closed,
        ),
        scope: Type.Object({ service_provider: Type.Object({ id: Text }, closed) }, closed),
      },
      closed,
    ),
  },
  closed,
)

/** The responses are XML of the media type `text/xml`. */
const Xml = Type.String()
const source = 'keystone.md section 22'

export const saml2 = {
  createSamlAssertion: {
    method: 'POST',
    path: '/auth/OS-FEDERATION/saml2',
    summary: 'Get a signed SAML response about the user of a project-scoped token, for a service provider',
    public: true,
    body: assertionBody,
    secret: true,
    responses: { 200: Xml },
    errors: [404, 409],
    source,
  },
  createEcpAssertion: {
    method: 'POST',
    path: '/auth/OS-FEDERATION/saml2/ecp',
    summary: 'Get the signed SAML response in an envelope of the profile for enhanced clients (ECP)',
    public: true,
    body: assertionBody,
    secret: true,
    responses: { 200: Xml },
    errors: [404, 409],
    source,
  },
  getSamlMetadata: {
    method: 'GET',
    path: '/OS-FEDERATION/saml2/metadata',
    summary: 'Show the SAML metadata of this server as an identity provider',
    public: true,
    responses: { 200: Xml },
    errors: [404],
    source,
  },
} as const satisfies Contract
