import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readMapping } from '../core/access/oauth2/read-mapping.ts'
import { defaultOAuth, type OAuthSettings } from '../core/kernel/oauth-settings.ts'
import type { SettingRow } from './setting-row.ts'
import type { Config } from './settings-table.ts'

/** Settings of OAuth 1.0a and OAuth 2.0, with Keystone's names where it has the same (keystone.md section 28). */
export const oauthTable = {
  oauth1_request_token_duration: {
    kind: 'amount',
    fallback: defaultOAuth.requestTokenLifetime,
    about: 'Seconds that an OAuth 1.0 request token can be authorised; 0: no expiry.',
  },
  oauth1_access_token_duration: {
    kind: 'amount',
    fallback: defaultOAuth.accessTokenLifetime,
    about: 'Lifetime of an OAuth 1.0 access token in seconds; 0: no expiry.',
  },
  oauth1_allow_plaintext: {
    kind: 'truth',
    fallback: defaultOAuth.allowPlaintextSignatures,
    about:
      'Whether OAuth 1.0 clients may use the signature method PLAINTEXT, which sends the secrets of the consumer and the token with each request. Enable it only if every request arrives over TLS.',
  },
  oauth2_authn_methods: {
    kind: 'names',
    fallback: ['tls_client_auth', 'client_secret_basic'],
    about: 'Client authentication methods of OAuth 2.0: tls_client_auth, client_secret_basic.',
  },
  oauth2_trusted_proxies: {
    kind: 'names',
    fallback: [],
    about:
      'Addresses and networks of the proxies that terminate TLS and verify client certificates. Only these may forward a certificate; empty: none.',
  },
  oauth2_certificate_header: {
    kind: 'text',
    fallback: 'Client-Cert',
    about:
      'The header in which those proxies forward the client certificate. They must always remove it from client requests.',
  },
  oauth2_cert_mapping: {
    kind: 'text',
    fallback: undefined,
    about:
      "YAML or JSON file of rules in Keystone's mapping language that map client certificates to users. Absent: no certificate is accepted.",
  },
} as const satisfies Readonly<Record<string, SettingRow>>

/** Throws an Error that describes what is wrong with the mapping file. */
export const oauthOf = (config: Config): OAuthSettings => ({
  requestTokenLifetime: config.oauth1_request_token_duration,
  accessTokenLifetime: config.oauth1_access_token_duration,
  allowPlaintextSignatures: config.oauth1_allow_plaintext,
  certificateMapping:
    config.oauth2_cert_mapping === undefined
      ? defaultOAuth.certificateMapping
      : readMapping(parse(readFileSync(config.oauth2_cert_mapping, 'utf8'))),
})
