import type { SettingRow } from './setting-row.ts'

/** Where the server listens, what it serves and what it logs. */
export const serverTable = {
  host: { kind: 'text', fallback: '127.0.0.1', about: 'IP address or host name to listen on.' },
  port: {
    kind: 'port',
    fallback: 5000,
    about: 'Port to listen on; 0: any free port.',
  },
  public_url: {
    kind: 'text',
    fallback: undefined,
    about: 'Public URL of the server, for links and the catalog. Absent: the address it listens on.',
  },
  data_dir: {
    kind: 'text',
    hidden: true,
    fallback: './muster-data',
    about:
      'Folder of the SQLite database, the master key, and mail while no mail server is configured. Created if missing.',
  },
  master_key: {
    kind: 'secret',
    fallback: undefined,
    about:
      'At least 32 random bytes in base64 that encrypt all keys at rest. Required with PostgreSQL; with SQLite, a generated key in the data folder is the default.',
  },
  bootstrap_password: {
    kind: 'secret',
    fallback: undefined,
    about: 'Initial password of the administrator. Absent: generated and printed once.',
  },
  faces: {
    kind: 'names',
    fallback: ['native', 'pages', 'console', 'keystone', 'roboto', 'julep', 'geobox', 'arize'],
    about: 'The APIs to serve; default: all. Without `pages`, the links in emails do not work.',
  },
  policy_file: {
    kind: 'text',
    fallback: undefined,
    about: 'YAML or JSON file of policy rules that replace the shipped rules of the same name.',
  },
  log_level: {
    kind: 'level',
    fallback: 'info',
    about: 'trace, debug, info, warn, error, fatal or silent. Successful reads are logged at debug.',
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
  compression: {
    kind: 'truth',
    fallback: true,
    about:
      'Whether responses of 1 kB or more are compressed (br, gzip) for clients that accept it. Responses with secrets or tokens are never compressed. Turn it off if a proxy compresses.',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
