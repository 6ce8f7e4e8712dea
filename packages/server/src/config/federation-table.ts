import { defaultFederation, type FederationSettings } from '../core/kernel/federation-settings.ts'
import type { SettingRow } from './setting-row.ts'
import type { Config } from './settings-table.ts'

/** Settings of sign-ins at identity providers; see `docs/federation.md`. */
export const federationTable = {
  openid_clients: {
    kind: 'text',
    hidden: true,
    fallback: undefined,
    about:
      'YAML or JSON file with the registrations of this server at OpenID providers, for sign-ins with OpenID Connect. Absent: none.',
  },
  federation_front_server_secret: {
    kind: 'secret',
    fallback: undefined,
    about:
      'Secret, at least 32 characters, that a front server sends in the header X-Federation-Secret with the attributes of a user it has authenticated. The front server must also be in trusted_proxies. Absent: no attributes are accepted from headers.',
  },
  federation_remote_id_attribute: {
    kind: 'text',
    fallback: defaultFederation.remoteIdAttribute,
    about:
      'Attribute with the name of the identity provider, such as HTTP_OIDC_ISS or Shib-Identity-Provider, for protocols without remote_id_attribute.',
  },
  federation_default_authorization_ttl: {
    kind: 'amount',
    fallback: defaultFederation.defaultAuthorizationTtl,
    about:
      'Minutes that group memberships stay valid after a sign-in at an identity provider without authorization_ttl. 0: they exist only in the token of the sign-in.',
  },
  federation_trusted_dashboards: {
    kind: 'names',
    fallback: defaultFederation.trustedDashboards,
    about:
      'URLs, as in https://dashboard.example.org/auth/websso/, that web single sign-on may send a token to. Matched exactly, without wildcards.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>

export const federationOf = (config: Config): FederationSettings => ({
  frontServerSecret: config.federation_front_server_secret,
  remoteIdAttribute: config.federation_remote_id_attribute,
  defaultAuthorizationTtl: config.federation_default_authorization_ttl,
  trustedDashboards: config.federation_trusted_dashboards,
})
