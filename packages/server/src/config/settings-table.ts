import { defaultSettings } from '../core/kernel/settings.ts'
import { mailTable } from './mail-table.ts'
import { oauthTable } from './oauth-table.ts'
import { outboundTable } from './outbound-table.ts'
import { securityTable } from './security-table.ts'

type Kind = 'text' | 'secret' | 'port' | 'count' | 'amount' | 'truth' | 'names' | 'level'

/** One setting: where it comes from, what it is when nobody says, and what it does. */
export type SettingRow = {
  readonly kind: Kind
  readonly fallback: string | number | boolean | readonly string[] | undefined
  readonly about: string
}

/** The variable of the environment that gives a setting. */
export const variableOf = (setting: string): string => `MUSTER_${setting.toUpperCase()}`

/** Every setting there is. The environment wins over the file; docs/reference/settings.md is made from this. */
export const settingsTable = {
  host: { kind: 'text', fallback: '127.0.0.1', about: 'The address to listen on.' },
  port: {
    kind: 'port',
    fallback: 5000,
    about: 'The port to listen on; 0 takes a free one.',
  },
  data_dir: {
    kind: 'text',
    fallback: './muster-data',
    about:
      'The folder of the SQLite database, of the master key, and of letters while there is no mail server; made when missing.',
  },
  faces: {
    kind: 'names',
    fallback: ['native', 'pages', 'keystone', 'roboto', 'julep', 'geobox', 'arize'],
    about:
      'The faces that are served; all, unless some are named. Without pages the links in letters lead nowhere.',
  },
  database_url: {
    kind: 'secret',
    fallback: undefined,
    about: 'postgres://… for PostgreSQL. Absent: SQLite in the data folder.',
  },
  database_pool: {
    kind: 'count',
    fallback: 10,
    about:
      'Connections to PostgreSQL that one process holds at most, at least 2; a third of them answers lists.',
  },
  search_time_limit: {
    kind: 'count',
    fallback: 5000,
    about:
      'Milliseconds that the database works on one list or search at most; then it is refused (filter_too_expensive).',
  },
  database_ca_file: {
    kind: 'text',
    fallback: undefined,
    about:
      'A file of PEM certificates that sign the certificate of PostgreSQL, in place of those of the system. A server on another machine must show a certificate that names its host, unless sslmode in database_url says otherwise.',
  },
  database_connect_timeout: {
    kind: 'count',
    fallback: 5,
    about:
      'Seconds that a request waits for a connection to PostgreSQL, a free one of the pool or a new one, before it is answered 503.',
  },
  database_statement_timeout: {
    kind: 'count',
    fallback: 15,
    about:
      'Seconds that one statement may take on PostgreSQL before it is cancelled and its request is answered 503. Migrations may take any time.',
  },
  public_url: {
    kind: 'text',
    fallback: undefined,
    about:
      'The address clients reach the server by, for links and the catalog. Absent: the one it listens on.',
  },
  bootstrap_password: {
    kind: 'secret',
    fallback: undefined,
    about: 'The first password of the administrator. Absent: generated, and printed once.',
  },
  master_key: {
    kind: 'secret',
    fallback: undefined,
    about:
      '32 or more random bytes in base64 that seal every key at rest. Absent with SQLite: kept in the data folder.',
  },
  log_level: {
    kind: 'level',
    fallback: 'info',
    about: 'trace, debug, info, warn, error, fatal or silent. Successful reads are logged at debug.',
  },
  policy_file: {
    kind: 'text',
    fallback: undefined,
    about: 'A YAML or JSON file of rules that replace the shipped ones by name.',
  },
  metrics_for: {
    kind: 'text',
    fallback: 'loopback',
    about: 'Who may read /metrics: loopback (this machine, and not through a proxy), everyone or nobody.',
  },
  metrics_listen: {
    kind: 'text',
    fallback: undefined,
    about:
      'An address and port of its own for /metrics, as in 127.0.0.1:9464: every client that reaches it may read them, and the main port no longer serves them.',
  },
  hsts_max_age: {
    kind: 'amount',
    fallback: 31_536_000,
    about:
      'Seconds for which browsers use https alone (Strict-Transport-Security, one year), where public_url is https. 0: the header is not sent.',
  },
  cors_origins: {
    kind: 'names',
    fallback: [],
    about:
      'Origins, as in https://console.example.org, whose pages may call the native API from a browser (CORS), with the session of its user: list none that you do not trust. Each exactly; there is no wildcard.',
  },
  compression: {
    kind: 'truth',
    fallback: true,
    about:
      'Whether answers from 1 kB on are compressed (br, gzip) for clients that accept it. Answers that hold secrets or tokens never are. Turn it off where a proxy compresses.',
  },
  token_lifetime: {
    kind: 'count',
    fallback: defaultSettings.tokenLifetime,
    about: 'Seconds that a token lives.',
  },
  token_allow_expired_window: {
    kind: 'count',
    fallback: defaultSettings.allowExpiredWindow,
    about: 'Seconds past expiry that allow_expired still validates a token.',
  },
  token_allow_rescope_scoped: {
    kind: 'truth',
    fallback: defaultSettings.allowRescopeScopedToken,
    about: 'Whether a token that has a scope may be exchanged for one with another scope.',
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
      'Requests a minute from one address without a valid proof, sign-ins included, at the native, arize and geobox faces; each node counts for itself. 0: any number.',
  },
  rate_limit_per_user: {
    kind: 'amount',
    fallback: 30_000,
    about:
      'Requests a minute of one user, however many sessions and keys it has, at the native, arize and geobox faces; each node counts for itself. 0: any number.',
  },
  failed_proof_limit_per_address: {
    kind: 'amount',
    fallback: 200,
    about:
      'Failed sign-ins and other wrong proofs from one address in five minutes, at every API; what succeeds does not count. Each node counts for itself. 0: any number.',
  },
  failed_proof_limit_per_user: {
    kind: 'amount',
    fallback: 50,
    about:
      'Failed sign-ins of one user, or wrong secrets of one credential, in five minutes, from all addresses together. An address where the user has signed in counts by itself. 0: any number.',
  },
  trusted_proxies: {
    kind: 'names',
    fallback: [],
    about:
      'Addresses and networks of proxies whose X-Forwarded-For tells where a client is, for sessions, rate limits and the log. Empty: nobody is believed.',
  },
  session_idle_limit: {
    kind: 'count',
    fallback: defaultSettings.sessionIdleLimit,
    about: 'Seconds without a request after which a session ends (8 hours).',
  },
  session_absolute_limit: {
    kind: 'count',
    fallback: defaultSettings.sessionAbsoluteLimit,
    about: 'Seconds after which a session ends however much it is used (30 days).',
  },
  claim_emails: {
    kind: 'truth',
    fallback: defaultSettings.claimEmails,
    about:
      'Whether an email given at Identity v3 is claimed when no other user of the domain has it as an address or username, so that its user can recover the account and sign in by it. Otherwise it is a plain attribute there.',
  },
  invitation_lifetime: {
    kind: 'count',
    fallback: defaultSettings.invitationLifetime,
    about: 'Seconds that an invitation can be accepted (7 days).',
  },
  recovery_lifetime: {
    kind: 'count',
    fallback: defaultSettings.recoveryLifetime,
    about: 'Seconds that a link for choosing a new password can be used (30 minutes).',
  },
  account_return_urls: {
    kind: 'names',
    fallback: [],
    about:
      'URLs that the account pages may link to after an invitation or a recovery: the same origin, and a path at or below this one. None: no link.',
  },
  account_return_url: {
    kind: 'text',
    fallback: undefined,
    about: 'The link that the account pages show after success; account_return_urls must allow it.',
  },
  account_domain_return_urls: {
    kind: 'names',
    fallback: [],
    about: 'The same for users of single domains, DOMAIN_ID=URL each.',
  },
  token_max_active_keys: {
    kind: 'count',
    fallback: defaultSettings.maxActiveKeys,
    about: 'Keys of the token key ring, the staged one included.',
  },
  token_key_repository: {
    kind: 'text',
    fallback: undefined,
    about:
      "A Keystone key repository folder to use instead of Muster's own ring, for a migration that keeps every token valid.",
  },
  application_credential_user_limit: {
    kind: 'count',
    fallback: defaultSettings.maxApplicationCredentials,
    about: 'Application credentials, API keys among them, that one user may have. Absent: any number.',
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
      'Characters that the secret of an application credential needs when its creator chooses it. Keystone takes any: 1.',
  },
  credential_user_limit: {
    kind: 'count',
    fallback: defaultSettings.credentialUserLimit,
    about: 'Credentials that one user may have. Absent: any number.',
  },
  credential_signature_window: {
    kind: 'count',
    fallback: defaultSettings.signatureWindow,
    about:
      "Seconds around now that a signed EC2 or S3 request counts (Keystone's auth_ttl, there in minutes).",
  },
  credential_refuse_replay: {
    kind: 'truth',
    fallback: defaultSettings.refuseSignatureReplay,
    about:
      'Whether one signature of an EC2 or S3 request buys one token only. Presigned URLs for several uses need false.',
  },
  auth_methods: {
    kind: 'names',
    fallback: defaultSettings.authMethods,
    about:
      'Ways to prove who one is. The order is part of the token format: share it with a Keystone that shares the keys.',
  },
  default_domain_id: {
    kind: 'text',
    fallback: defaultSettings.defaultDomainId,
    about: 'The domain that requests without one mean.',
  },
  max_project_tree_depth: {
    kind: 'count',
    fallback: defaultSettings.maxProjectDepth,
    about: 'Levels of projects below a domain.',
  },
  document_user_limit: {
    kind: 'count',
    fallback: defaultSettings.documentUserLimit,
    about: 'Documents that one user may have.',
  },
  document_size_limit: {
    kind: 'count',
    fallback: defaultSettings.documentSizeLimit,
    about: 'Bytes that a document may take as JSON: title, content and metadata.',
  },
  notification_user_limit: {
    kind: 'count',
    fallback: defaultSettings.notificationUserLimit,
    about:
      'Notifications that the inbox of one user holds; a new one beyond that takes the place of the oldest.',
  },
  notification_retention: {
    kind: 'count',
    fallback: defaultSettings.notificationRetention,
    about: 'Seconds that a notification is kept after it was read (90 days); unread ones stay.',
  },
  prohibited_implied_roles: {
    kind: 'names',
    fallback: defaultSettings.prohibitedImpliedRoles,
    about: 'Names of roles that no other role may imply.',
  },
  trust_max_redelegation_count: {
    kind: 'count',
    fallback: defaultSettings.maxRedelegationCount,
    about: 'Times that a trust may be passed on, one after another.',
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

/** Every setting with a value of its kind; undefined only where the fallback is. */
export type Config = {
  readonly [K in SettingName]:
    | Values[(typeof settingsTable)[K]['kind']]
    | ((typeof settingsTable)[K]['fallback'] extends undefined ? undefined : never)
}
