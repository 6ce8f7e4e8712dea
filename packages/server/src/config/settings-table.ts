import { defaultSettings } from '../core/kernel/settings.ts'
import { mailTable } from './mail-table.ts'
import { oauthTable } from './oauth-table.ts'
import { outboundTable } from './outbound-table.ts'
import { securityTable } from './security-table.ts'

type Kind = 'text' | 'secret' | 'port' | 'count' | 'amount' | 'truth' | 'names' | 'level'

/** One setting: its kind, its default and its description. */
export type SettingRow = {
  readonly kind: Kind
  readonly fallback: string | number | boolean | readonly string[] | undefined
  readonly about: string
}

/** The environment variable of a setting. */
export const variableOf = (setting: string): string => `MUSTER_${setting.toUpperCase()}`

/** All settings. The environment takes precedence over the file; docs/reference/settings.md is generated from this. */
export const settingsTable = {
  host: { kind: 'text', fallback: '127.0.0.1', about: 'IP address or host name to listen on.' },
  port: {
    kind: 'port',
    fallback: 5000,
    about: 'Port to listen on; 0: any free port.',
  },
  data_dir: {
    kind: 'text',
    fallback: './muster-data',
    about:
      'Folder of the SQLite database, the master key, and mail while no mail server is configured. Created if missing.',
  },
  faces: {
    kind: 'names',
    fallback: ['native', 'pages', 'keystone', 'roboto', 'julep', 'geobox', 'arize'],
    about: 'The APIs to serve; default: all. Without `pages`, the links in emails do not work.',
  },
  database_url: {
    kind: 'secret',
    fallback: undefined,
    about: 'postgres://… URL of a PostgreSQL database. Absent: SQLite in the data folder.',
  },
  database_pool: {
    kind: 'count',
    fallback: 10,
    about:
      'Maximum number of PostgreSQL connections of one process, at least 2; a third of them serves lists.',
  },
  search_time_limit: {
    kind: 'count',
    fallback: 5000,
    about:
      'Maximum milliseconds of database time for one list or search; a longer one is rejected (filter_too_expensive).',
  },
  database_ca_file: {
    kind: 'text',
    fallback: undefined,
    about:
      'PEM file of certificate authorities that verify PostgreSQL, instead of those of the system. A remote server must present a certificate for its host name, unless sslmode in database_url says otherwise.',
  },
  database_connect_timeout: {
    kind: 'count',
    fallback: 5,
    about:
      'Seconds that a request waits for a PostgreSQL connection, pooled or new, before it is answered with 503.',
  },
  database_statement_timeout: {
    kind: 'count',
    fallback: 15,
    about:
      'Seconds after which a PostgreSQL statement is cancelled and its request is answered with 503. Migrations have no limit.',
  },
  public_url: {
    kind: 'text',
    fallback: undefined,
    about: 'Public URL of the server, for links and the catalog. Absent: the address it listens on.',
  },
  bootstrap_password: {
    kind: 'secret',
    fallback: undefined,
    about: 'Initial password of the administrator. Absent: generated and printed once.',
  },
  master_key: {
    kind: 'secret',
    fallback: undefined,
    about:
      'At least 32 random bytes in base64 that encrypt all keys at rest. Required with PostgreSQL; with SQLite, a generated key in the data folder is the default.',
  },
  log_level: {
    kind: 'level',
    fallback: 'info',
    about: 'trace, debug, info, warn, error, fatal or silent. Successful reads are logged at debug.',
  },
  policy_file: {
    kind: 'text',
    fallback: undefined,
    about: 'YAML or JSON file of policy rules that replace the shipped rules of the same name.',
  },
  metrics_for: {
    kind: 'text',
    fallback: 'loopback',
    about: 'Access to /metrics: loopback (this machine, not through a proxy), everyone or none.',
  },
  metrics_listen: {
    kind: 'text',
    fallback: undefined,
    about:
      'Separate address and port for /metrics, as in 127.0.0.1:9464. Every client that can connect to it can read the metrics, and the main port no longer serves them.',
  },
  hsts_max_age: {
    kind: 'amount',
    fallback: 31_536_000,
    about:
      'max-age of the header Strict-Transport-Security in seconds (one year), sent if public_url is https. 0: the header is not sent.',
  },
  cors_origins: {
    kind: 'names',
    fallback: [],
    about:
      'Origins, as in https://console.example.org, whose pages may call the native API from a browser (CORS) with the session of the user; list only origins that you trust. Matched exactly, without wildcards.',
  },
  compression: {
    kind: 'truth',
    fallback: true,
    about:
      'Whether responses of 1 kB or more are compressed (br, gzip) for clients that accept it. Responses with secrets or tokens are never compressed. Turn it off if a proxy compresses.',
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
  deleted_user_retention: {
    kind: 'amount',
    fallback: defaultSettings.deletedUserRetention,
    about:
      'Seconds that a deleted user can be restored before it is purged (30 days); 0: purged within minutes.',
  },
  rate_limit_per_address: {
    kind: 'amount',
    fallback: 300,
    about:
      'Requests per minute from one address without valid credentials, including sign-ins, at the native, arize and geobox APIs; counted per node. 0: no limit.',
  },
  rate_limit_per_user: {
    kind: 'amount',
    fallback: 30_000,
    about:
      'Requests per minute of one user over all its sessions and keys, at the native, arize and geobox APIs; counted per node. 0: no limit.',
  },
  failed_proof_limit_per_address: {
    kind: 'amount',
    fallback: 200,
    about:
      'Failed sign-ins and other failed authentications from one address within five minutes, at every API; successful ones do not count. Counted per node. 0: no limit.',
  },
  failed_proof_limit_per_user: {
    kind: 'amount',
    fallback: 50,
    about:
      'Failed sign-ins of one user, or wrong secrets for one credential, within five minutes from all addresses together. An address from which the user has signed in is counted separately. 0: no limit.',
  },
  trusted_proxies: {
    kind: 'names',
    fallback: [],
    about:
      'Addresses and networks of trusted reverse proxies, whose X-Forwarded-For gives the client address for sessions, rate limits and the log. Empty: no proxy is trusted.',
  },
  session_idle_limit: {
    kind: 'count',
    fallback: defaultSettings.sessionIdleLimit,
    about: 'Seconds without a request after which a session expires (8 hours).',
  },
  session_absolute_limit: {
    kind: 'count',
    fallback: defaultSettings.sessionAbsoluteLimit,
    about: 'Maximum lifetime of a session in seconds, regardless of use (30 days).',
  },
  claim_emails: {
    kind: 'truth',
    fallback: defaultSettings.claimEmails,
    about:
      'Whether an email set through Identity v3 is claimed if no other user of the domain has it as an email or username, so that its user can sign in and recover the account with it. Otherwise it is a plain attribute there.',
  },
  invitation_lifetime: {
    kind: 'count',
    fallback: defaultSettings.invitationLifetime,
    about: 'Seconds that an invitation can be accepted (7 days).',
  },
  recovery_lifetime: {
    kind: 'count',
    fallback: defaultSettings.recoveryLifetime,
    about: 'Lifetime of a password recovery link in seconds (30 minutes).',
  },
  account_return_urls: {
    kind: 'names',
    fallback: [],
    about:
      'URLs that the account pages may link to after an invitation or a recovery: the same origin, and the same path or one below it. Empty: no link.',
  },
  account_return_url: {
    kind: 'text',
    fallback: undefined,
    about: 'Link that the account pages show after success; account_return_urls must allow it.',
  },
  account_domain_return_urls: {
    kind: 'names',
    fallback: [],
    about: 'As account_return_default, for users of single domains; each entry is DOMAIN_ID=URL.',
  },
  token_max_active_keys: {
    kind: 'count',
    fallback: defaultSettings.maxActiveKeys,
    about: 'Number of keys in the token key ring, including the staged one.',
  },
  token_key_repository: {
    kind: 'text',
    fallback: undefined,
    about:
      "Folder of a Keystone key repository to use instead of Muster's own key ring, so that a migration keeps every token valid.",
  },
  application_credential_user_limit: {
    kind: 'count',
    fallback: defaultSettings.maxApplicationCredentials,
    about: 'Maximum number of application credentials of one user, including API keys. Absent: no limit.',
  },
  deleted_api_key_retention: {
    kind: 'amount',
    fallback: defaultSettings.deletedApiKeyRetention,
    about: 'Seconds that a deleted API key is still listed, without its secret (30 days).',
  },
  application_credential_min_secret_length: {
    kind: 'count',
    fallback: defaultSettings.minApplicationCredentialSecret,
    about:
      'Minimum length of an application credential secret that its creator chooses. Keystone accepts any: 1.',
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
  auth_methods: {
    kind: 'names',
    fallback: defaultSettings.authMethods,
    about:
      'Authentication methods. The order is part of the token format: a Keystone that shares the keys must use the same order.',
  },
  default_domain_id: {
    kind: 'text',
    fallback: defaultSettings.defaultDomainId,
    about: 'Domain of requests that name none.',
  },
  max_project_tree_depth: {
    kind: 'count',
    fallback: defaultSettings.maxProjectDepth,
    about: 'Maximum depth of the project tree below a domain.',
  },
  document_user_limit: {
    kind: 'count',
    fallback: defaultSettings.documentUserLimit,
    about: 'Maximum number of documents of one user.',
  },
  document_size_limit: {
    kind: 'count',
    fallback: defaultSettings.documentSizeLimit,
    about: 'Maximum size of a document as JSON (title, content and metadata) in bytes.',
  },
  notification_user_limit: {
    kind: 'count',
    fallback: defaultSettings.notificationUserLimit,
    about:
      'Maximum number of notifications in the inbox of one user; a new one beyond that replaces the oldest.',
  },
  notification_retention: {
    kind: 'count',
    fallback: defaultSettings.notificationRetention,
    about: 'Seconds that a read notification is kept (90 days); unread ones are not deleted.',
  },
  prohibited_implied_roles: {
    kind: 'names',
    fallback: defaultSettings.prohibitedImpliedRoles,
    about: 'Names of roles that no role may imply.',
  },
  trust_max_redelegation_count: {
    kind: 'count',
    fallback: defaultSettings.maxRedelegationCount,
    about: 'Maximum length of a trust redelegation chain.',
  },
  ...mailTable,
  ...oauthTable,
  ...outboundTable,
  ...securityTable,
} as const satisfies Readonly<Record<string, SettingRow>>

export type SettingName = keyof typeof settingsTable

type Values = {
  readonly text: string
  readonly secret: string
  readonly port: number
  readonly count: number
  readonly amount: number
  readonly truth: boolean
  readonly names: readonly string[]
  readonly level: string
}

/** Every setting with a value of its kind; undefined only where the default is. */
export type Config = {
  readonly [K in SettingName]:
    | Values[(typeof settingsTable)[K]['kind']]
    | ((typeof settingsTable)[K]['fallback'] extends undefined ? undefined : never)
}
