import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Links, member, nullable, open, optional, Text } from './shapes.ts'

const Named = Type.Object({ id: Type.String(), name: Type.String() })
const NamedInDomain = Type.Object({ id: Type.String(), name: Type.String(), domain: Named })

export const Catalog = Type.Array(
  Type.Object({
    id: Type.String(),
    type: Type.String(),
    name: Type.String(),
    endpoints: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          interface: Type.String(),
          region: nullable(Type.String()),
          region_id: nullable(Type.String()),
          url: Type.String(),
        },
        open,
      ),
    ),
  }),
)

export const Token = Type.Object({
  methods: Type.Array(Type.String()),
  user: Type.Object(
    {
      id: Type.String(),
      name: Type.String(),
      domain: Named,
      password_expires_at: optional(nullable(Type.String())),
      'OS-FEDERATION': optional(
        Type.Object({
          groups: Type.Array(Type.Object({ id: Type.String() })),
          identity_provider: Type.Object({ id: Type.String() }),
          protocol: Type.Object({ id: Type.String() }),
        }),
      ),
    },
    { additionalProperties: false },
  ),
  audit_ids: Type.Array(Type.String()),
  issued_at: Type.String(),
  expires_at: Type.String(),
  project: optional(NamedInDomain),
  is_domain: optional(Type.Boolean()),
  domain: optional(Named),
  system: optional(Type.Object({ all: Type.Literal(true) })),
  roles: optional(Type.Array(Named)),
  catalog: optional(Catalog),
  /** Only when there are enabled ones. */
  service_providers: optional(
    Type.Array(Type.Object({ id: Type.String(), auth_url: Type.String(), sp_url: Type.String() })),
  ),
  'OS-TRUST:trust': optional(
    Type.Object({
      id: Type.String(),
      impersonation: Type.Boolean(),
      trustor_user: Type.Object({ id: Type.String() }),
      trustee_user: Type.Object({ id: Type.String() }),
    }),
  ),
  application_credential: optional(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      restricted: Type.Boolean(),
      access_rules: optional(
        Type.Array(
          Type.Object({
            id: Type.String(),
            service: Type.String(),
            method: Type.String(),
            path: Type.String(),
          }),
        ),
      ),
    }),
  ),
  'OS-OAUTH1': optional(Type.Object({ access_token_id: Type.String(), consumer_id: Type.String() })),
  oauth2_credential: optional(Type.Object({ 'x5t#S256': Type.String() })),
})

const Ref = Type.Object({ id: optional(Text), name: optional(Text) }, open)
const OwnedRef = Type.Object({ id: optional(Text), name: optional(Text), domain: optional(Ref) }, open)

/** The id of a federated token, or the provider that has authenticated the user. */
const FederatedPayload = Type.Object(
  {
    id: optional(Text),
    identity_provider: optional(Type.String({ maxLength: 64 })),
    protocol: optional(Type.String({ maxLength: 64 })),
  },
  open,
)

const authBody = Type.Object(
  {
    auth: Type.Object(
      {
        identity: Type.Object(
          {
            methods: Type.Array(Type.String({ maxLength: 64 }), { minItems: 1, maxItems: 16 }),
            password: optional(
              Type.Object(
                {
                  user: Type.Object(
                    {
                      id: optional(Text),
                      name: optional(Text),
                      domain: optional(Ref),
                      password: Text,
                    },
                    open,
                  ),
                },
                open,
              ),
            ),
            totp: optional(
              Type.Object(
                {
                  user: Type.Object(
                    {
                      id: optional(Text),
                      name: optional(Text),
                      domain: optional(Ref),
                      passcode: Text,
                    },
                    open,
                  ),
                },
                open,
              ),
            ),
            token: optional(Type.Object({ id: Text }, open)),
            oauth1: optional(Type.Object({}, open)),
            mapped: optional(FederatedPayload),
            openid: optional(FederatedPayload),
            saml2: optional(FederatedPayload),
            application_credential: optional(
              Type.Object(
                {
                  id: optional(Text),
                  name: optional(Text),
                  user: optional(OwnedRef),
                  secret: Text,
                },
                open,
              ),
            ),
          },
          open,
        ),
        scope: optional(
          Type.Union([
            Type.Literal('unscoped'),
            Type.Object(
              {
                project: optional(OwnedRef),
                domain: optional(Ref),
                system: optional(Type.Object({ all: optional(Type.Unknown()) }, open)),
                unscoped: optional(Type.Object({}, open)),
                'OS-TRUST:trust': optional(Type.Object({ id: Text }, open)),
              },
              open,
            ),
          ]),
        ),
      },
      open,
    ),
  },
  open,
)

export const auth = {
  createToken: {
    method: 'POST',
    path: '/auth/tokens',
    summary: 'Authenticate and get a token',
    public: true,
    query: ['nocatalog'],
    headers: ['Openstack-Auth-Receipt'],
    body: authBody,
    secret: true,
    responses: { 201: member('token', Token) },
    source: 'keystone.md sections 6 and 7',
  },
  validateToken: {
    method: 'GET',
    path: '/auth/tokens',
    summary: 'Validate and show the token in X-Subject-Token',
    query: ['nocatalog', 'allow_expired'],
    secret: true,
    responses: { 200: member('token', Token) },
    errors: [404],
    source: 'keystone.md section 6.8',
  },
  checkToken: {
    method: 'HEAD',
    path: '/auth/tokens',
    summary: 'Check the token in X-Subject-Token',
    query: ['allow_expired'],
    secret: true,
    responses: { 200: null },
    errors: [404],
    source: 'keystone.md section 6.8',
  },
  revokeToken: {
    method: 'DELETE',
    path: '/auth/tokens',
    summary: 'Revoke only the token in X-Subject-Token',
    responses: { 204: null },
    errors: [404],
    source: 'keystone.md section 6.8',
  },
  listRevokedPkiTokens: {
    method: 'GET',
    path: '/auth/tokens/OS-PKI/revoked',
    summary: 'Removed with PKI tokens; always an error',
    public: true,
    responses: {},
    source: 'keystone-routes.tsv',
  },
  getAuthCatalog: {
    method: 'GET',
    path: '/auth/catalog',
    summary: 'Show the catalog of your token',
    responses: { 200: Type.Object({ catalog: Catalog, links: Links }) },
    source: 'keystone.md section 6.7',
  },
  getAuthSystem: {
    method: 'GET',
    path: '/auth/system',
    summary: 'Show whether you can get a token for the system',
    responses: {
      200: Type.Object({ system: Type.Array(Type.Object({ all: Type.Literal(true) })), links: Links }),
    },
    source: 'keystone.md section 6.11',
  },
} as const satisfies Contract
