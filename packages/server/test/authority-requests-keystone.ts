import { formOf } from './apis/geobox-fixture.ts'
import type { Attempts, Place } from './authority-requests.ts'
import { signedHeader } from './oauth1-client.ts'

const phrase = 'a phrase of the attacker'

/** Grants the role `admin` on a target to an accomplice, and to its group. */
const grants = (
  of: 'user' | 'group',
  places: (place: Place) => readonly Readonly<Record<string, string>>[],
): Attempts => ({
  always: (place) =>
    places(place).map((params) => ({
      params: {
        ...params,
        role_id: place.w.roles.admin,
        ...(of === 'user' ? { user_id: place.w.accomplice } : { group_id: place.things.friends }),
      },
    })),
})

const domains = ({ w }: Place) => [w.here, w.there].map((domain_id) => ({ domain_id }))
const projects = ({ w }: Place) => [w.project, w.elsewhere].map((project_id) => ({ project_id }))
const system = () => [{}]

/** A signed request of an unknown consumer, with the token of another one. */
const forged = (step: string, token?: string): { readonly authorization: string } => ({
  authorization: signedHeader({
    address: `http://muster.test/v3/OS-OAUTH1/${step}`,
    consumer: { id: 'f'.repeat(32), secret: 'guessed' },
    ...(token === undefined ? {} : { token: { id: token, secret: 'guessed' }, verifier: 'guessed' }),
  }),
})

/** An assertion about the user of a token, for another cloud: with the token of the caller, and with its secret. */
const assertions: Attempts = {
  always: ({ by, things }) =>
    [by.token, by.bearer ?? 'guessed'].map((id) => ({
      body: {
        auth: {
          identity: { methods: ['token'], token: { id } },
          scope: { service_provider: { id: things.serviceProvider } },
        },
      },
    })),
}

/** In the settings of the server. */
export const trustedDashboard = 'https://dashboard.example/auth/websso/'

/** Attributes of a user, as a front server with the secret would send them. */
const guessedAttributes = { 'x-federation-secret': 'guessed', 'x-federation-name': 'admin' }

/** Signs every user of a provider in as the first target, with the rights of the administrators. */
const mappingToAdministrator = ({ targets, administrators }: Place['w']) => ({
  mapping: {
    rules: [
      {
        local: [{ user: { id: targets[0]?.userId ?? '', type: 'local' } }, { group: { id: administrators } }],
        remote: [{ type: 'name' }],
      },
    ],
  },
})

const signature = (access: string) => ({
  access,
  signature: 'guessed',
  host: 'muster.test',
  verb: 'GET',
  path: '/',
  params: {},
  headers: {},
})

/** A directory of the attacker for the users of a domain. */
const directory = { identity: { driver: 'ldap' }, ldap: { url: 'ldap://attacker.example' } }

const configurations = (
  more: (group: keyof typeof directory) => Readonly<Record<string, string>>,
  config: (group: keyof typeof directory) => object,
): Attempts => ({
  always: (place) =>
    domains(place).flatMap(({ domain_id }) =>
      (['identity', 'ldap'] as const).map((group) => ({
        params: { domain_id, ...more(group) },
        body: { config: config(group) },
      })),
    ),
})

export const keystoneAttempts: Readonly<Record<string, Attempts>> = {
  setDomainConfig: configurations(
    () => ({}),
    () => directory,
  ),
  updateDomainConfig: configurations(
    () => ({}),
    () => directory,
  ),
  updateDomainConfigGroup: configurations(
    (group) => ({ group }),
    (group) => ({ [group]: directory[group] }),
  ),
  updateDomainConfigOption: configurations(
    (group) => ({ group, option: group === 'ldap' ? 'url' : 'driver' }),
    (group) => directory[group],
  ),
  createApplicationCredential: {
    onTarget: ({ w }, { userId: user_id }) =>
      [w.roles.admin, w.roles.member].map((id) => ({
        params: { user_id },
        body: {
          application_credential: { name: w.fresh('credential'), roles: [{ id }], unrestricted: true },
        },
      })),
  },
  createToken: {
    onTarget: ({ by }, { userId, key }) => [
      {
        body: {
          auth: {
            identity: { methods: ['password'], password: { user: { id: userId, password: by.token } } },
            scope: { system: { all: true } },
          },
        },
      },
      {
        body: {
          auth: {
            identity: {
              methods: ['application_credential'],
              application_credential: { id: key.id, secret: by.bearer ?? by.token },
            },
          },
        },
      },
    ],
    always: ({ w, by }) =>
      [
        { system: { all: true } },
        { domain: { id: w.there } },
        { project: { id: w.elsewhere } },
        ...(by.name === 'manager' ? [] : [{ domain: { id: w.here } }]),
      ].map((scope) => ({
        body: { auth: { identity: { methods: ['token'], token: { id: by.token } }, scope } },
      })),
  },
  createCredential: {
    onTarget: ({ w }, { userId: user_id }) => [
      {
        body: {
          credential: {
            user_id,
            type: 'ec2',
            project_id: w.project,
            blob: JSON.stringify({ access: w.fresh('access'), secret: 'chosen' }),
          },
        },
      },
      { body: { credential: { user_id, type: 'totp', blob: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' } } },
    ],
  },
  updateCredential: {
    onTarget: ({ w }, { credentialId: credential_id }) => [
      { params: { credential_id }, body: { credential: { blob: 'chosen' } } },
      { params: { credential_id }, body: { credential: { user_id: w.accomplice } } },
    ],
  },
  ec2CreateCredential: {
    onTarget: ({ w }, { userId: user_id }) => [{ params: { user_id }, body: { tenant_id: w.project } }],
  },
  createEc2Token: {
    onTarget: (_place, { key }) => [{ body: { credentials: signature(key.id) } }],
  },
  createS3Token: {
    onTarget: (_place, { key }) => [
      { body: { credentials: { access: key.id, signature: 'guessed', token: 'Z3Vlc3NlZA==' } } },
    ],
  },
  assignDomainUserRole: grants('user', domains),
  assignDomainGroupRole: grants('group', domains),
  assignProjectUserRole: grants('user', projects),
  assignProjectGroupRole: grants('group', projects),
  assignSystemUserRole: grants('user', system),
  assignSystemGroupRole: grants('group', system),
  assignInheritedDomainUserRole: grants('user', domains),
  assignInheritedDomainGroupRole: grants('group', domains),
  assignInheritedProjectUserRole: grants('user', projects),
  assignInheritedProjectGroupRole: grants('group', projects),
  addUserToGroup: {
    always: ({ w, things }) =>
      [things.administrators, w.administrators].map((group_id) => ({
        params: { group_id, user_id: w.accomplice },
      })),
  },
  createImpliedRole: {
    always: ({ w }) =>
      [w.roles.reader, w.roles.manager].map((prior_role_id) => ({
        params: { prior_role_id, implied_role_id: w.roles.admin },
      })),
  },
  createConsumer: { always: () => [{ body: { consumer: {} } }] },
  createRequestToken: {
    always: ({ w }) => [{ headers: { ...forged('request_token'), 'requested-project-id': w.project } }],
  },
  authorizeRequestToken: {
    always: ({ w, things }) => [
      { params: { request_token_id: things.requestToken }, body: { roles: [{ id: w.roles.admin }] } },
      { params: { request_token_id: things.requestToken }, body: { roles: [{ id: w.roles.reader }] } },
    ],
  },
  createSamlAssertion: assertions,
  createEcpAssertion: assertions,
  createAccessToken: { always: ({ things }) => [{ headers: forged('access_token', things.requestToken) }] },
  createOAuth2Token: {
    onTarget: ({ by }, { key }) => [
      formOf({ grant_type: 'client_credentials', client_id: key.id, client_secret: by.bearer ?? by.token }),
    ],
  },
  createFederatedToken: {
    always: ({ by, things }) => [
      { params: { idp_id: things.provider, protocol_id: 'saml2' }, headers: guessedAttributes },
      {
        params: { idp_id: things.provider, protocol_id: 'saml2' },
        headers: { authorization: `Bearer ${by.bearer ?? by.token}` },
      },
    ],
  },
  createWebSso: {
    always: () => [
      {
        params: { protocol_id: 'saml2' },
        query: { origin: trustedDashboard },
        ...formOf({}),
        headers: guessedAttributes,
      },
    ],
  },
  createProviderWebSso: {
    always: ({ things }) => [
      {
        params: { idp_id: things.provider, protocol_id: 'saml2' },
        query: { origin: trustedDashboard },
        ...formOf({}),
        headers: guessedAttributes,
      },
    ],
  },
  createMapping: {
    always: ({ w }) => [{ params: { mapping_id: w.fresh('mapping') }, body: mappingToAdministrator(w) }],
  },
  updateMapping: {
    always: ({ w, things }) => [{ params: { mapping_id: things.mapping }, body: mappingToAdministrator(w) }],
  },
  createIdentityProvider: {
    always: ({ w }) =>
      [w.here, w.there].map((domain_id) => ({
        params: { idp_id: w.fresh('provider') },
        body: { identity_provider: { domain_id, enabled: true, remote_ids: [w.fresh('remote')] } },
      })),
  },
  updateIdentityProvider: {
    always: ({ w, things }) => [
      {
        params: { idp_id: things.provider },
        body: { identity_provider: { enabled: true, remote_ids: [w.fresh('remote')] } },
      },
    ],
  },
  createProtocol: {
    always: ({ w, things }) => [
      {
        params: { idp_id: things.provider, protocol_id: w.fresh('protocol') },
        body: { protocol: { mapping_id: things.mapping } },
      },
    ],
  },
  updateProtocol: {
    always: ({ things }) => [
      {
        params: { idp_id: things.provider, protocol_id: 'saml2' },
        body: { protocol: { mapping_id: things.mapping, remote_id_attribute: 'chosen' } },
      },
    ],
  },
  createTrust: {
    onTarget: ({ w }, { userId: trustor_user_id }) =>
      [w.roles.admin, w.roles.member].map((id) => ({
        body: {
          trust: {
            trustor_user_id,
            trustee_user_id: w.accomplice,
            impersonation: true,
            project_id: w.project,
            roles: [{ id }],
          },
        },
      })),
  },
  createUser: {
    always: ({ w }) => [{ body: { user: { name: w.fresh('made'), domain_id: w.there, password: phrase } } }],
  },
  updateUser: {
    onTarget: ({ w }, { userId: user_id }) => [
      { params: { user_id }, body: { user: { password: phrase } } },
      { params: { user_id }, body: { user: { default_project_id: w.project } } },
    ],
  },
  changePassword: {
    onTarget: ({ by }, { userId: user_id }) => [
      { params: { user_id }, body: { user: { original_password: by.token, password: phrase } } },
    ],
  },
}
