import { defaultSettings } from '../core/kernel/settings.ts'
import type { SettingRow } from './setting-row.ts'

/** Tokens, trusts, application credentials and signed requests. */
export const tokenTable = {
  auth_methods: {
    kind: 'names',
    fallback: defaultSettings.authMethods,
    about:
      'Authentication methods. The order is part of the token format: a Keystone that shares the keys must use the same order.',
  },
  token_format: {
    kind: 'text',
    fallback: 'fernet',
    about:
      'Format of new tokens: fernet (encrypted, short) or jws (signed with ES256: longer, and everyone who sees a token can read its ids). Tokens of the other format remain valid.',
  },
  token_lifetime: {
    kind: 'count',
    fallback: defaultSettings.tokenLifetime,
    about: 'Lifetime of a token in seconds.',
  },
  token_allow_expired_window: {
    kind: 'count',
    fallback: defaultSettings.allowExpiredWindow,
    about: 'Seconds after expiry in which allow_expired still validates a token.',
  },
  token_allow_rescope_scoped: {
    kind: 'truth',
    fallback: defaultSettings.allowRescopeScopedToken,
    about: 'Whether a scoped token can be exchanged for a token with another scope.',
  },
  token_max_active_keys: {
    kind: 'count',
    fallback: defaultSettings.maxActiveKeys,
    about: 'Number of keys in each token key ring, including the staged one.',
  },
  token_key_repository: {
    kind: 'text',
    hidden: true,
    fallback: undefined,
    about:
      "Folder of a Keystone key repository to use instead of Muster's own key ring, so that a migration keeps every token valid.",
  },
  token_jws_key_repository: {
    kind: 'text',
    hidden: true,
    fallback: undefined,
    about:
      "Folder with the JWS keys of a Keystone, `private/private.pem` and `public/*`, to use instead of Muster's own keys.",
  },
  trust_max_redelegation_count: {
    kind: 'count',
    fallback: defaultSettings.maxRedelegationCount,
    about: 'Maximum length of a trust redelegation chain.',
  },
  application_credential_user_limit: {
    kind: 'count',
    fallback: defaultSettings.maxApplicationCredentials,
    about: 'Maximum number of application credentials of one user, including API keys. Absent: no limit.',
  },
  application_credential_min_secret_length: {
    kind: 'count',
    fallback: defaultSettings.minApplicationCredentialSecret,
    about:
      'Minimum length of an application credential secret that its creator chooses. Keystone accepts any: 1.',
  },
  deleted_api_key_retention: {
    kind: 'amount',
    fallback: defaultSettings.deletedApiKeyRetention,
    about: 'Seconds that a deleted API key is still listed, without its secret (30 days).',
  },
  credential_user_limit: {
    kind: 'count',
    fallback: defaultSettings.credentialUserLimit,
    about: 'Maximum number of credentials of one user. Absent: no limit.',
  },
  credential_signature_window: {
    kind: 'count',
    fallback: defaultSettings.signatureWindow,
    about:
      "Maximum difference in seconds between the time of a signed EC2 or S3 request and now (Keystone's auth_ttl, which is in minutes).",
  },
  credential_refuse_replay: {
    kind: 'truth',
    fallback: defaultSettings.refuseSignatureReplay,
    about:
      'Whether one signature of an EC2 or S3 request can be used for one token only. Presigned URLs that are used several times need false.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
