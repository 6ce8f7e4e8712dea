import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { readMapping } from '../core/access/oauth2/read-mapping.ts'
import { defaultOAuth, type OAuthSettings } from '../core/kernel/oauth-settings.ts'
import type { Config, SettingRow } from './settings-table.ts'

/** OAuth 1.0a and OAuth 2.0, named as Keystone's where it has the same (keystone.md section 28). */
export const oauthTable = {
  oauth1_request_token_duration: {
    kind: 'amount',
    fallback: defaultOAuth.requestTokenLifetime,
    about: 'Seconds that an OAuth 1.0 request token waits for its user; 0: without end.',
  },
  oauth1_access_token_duration: {
    kind: 'amount',
    fallback: defaultOAuth.accessTokenLifetime,
    about: 'Seconds that an OAuth 1.0 access token lives; 0: without end.',
  },
  oauth1_allow_plaintext: {
    kind: 'truth',
    fallback: defaultOAuth.allowPlaintextSignatures,
    about:
      'Whether OAuth 1.0 clients may use the signature method PLAINTEXT, which sends the secrets of the consumer and the token with each request. Only where every request arrives over TLS.',
  },
  oauth2_authn_methods: {
    kind: 'names',
    fallback: ['tls_client_auth', 'client_secret_basic'],
    about: 'How OAuth 2.0 clients may prove who they are: tls_client_auth, client_secret_basic.',
  },
  oauth2_trusted_proxies: {
    kind: 'names',
    fallback: [],
    about:
      'Addresses and networks of the proxies that end TLS and check the certificates of clients. Only they may hand one on; empty: nobody may.',
  },
  oauth2_certificate_header: {
    kind: 'text',
    fallback: 'Client-Cert',
    about:
      'The header in which those proxies hand on the certificate, and which they must never let through from a client.',
  },
  oauth2_cert_mapping: {
    kind: 'text',
    fallback: undefined,
    about:
      "A YAML or JSON file of rules in Keystone's mapping language that say whose certificate is whose. Absent: no certificate counts.",
  },
} as const satisfies Readonly<Record<string, SettingRow>>

/** Throws an Error that says what is wrong with the file of the mapping. */
export const oauthOf = (config: Config): OAuthSettings => ({
  requestTokenLifetime: config.oauth1_request_token_duration,
  accessTokenLifetime: config.oauth1_access_token_duration,
  allowPlaintextSignatures: config.oauth1_allow_plaintext,
  certificateMapping:
    config.oauth2_cert_mapping === undefined
      ? defaultOAuth.certificateMapping
      : readMapping(parse(readFileSync(config.oauth2_cert_mapping, 'utf8'))),
})
