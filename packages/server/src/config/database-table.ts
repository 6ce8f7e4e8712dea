import type { SettingRow } from './setting-row.ts'

/** The database, and the time that its statements may take. */
export const databaseTable = {
  database_url: {
    kind: 'secret',
    fallback: undefined,
    about: 'postgres://… URL of a PostgreSQL database. Absent: SQLite in the data folder.',
  },
  database_ca_file: {
    kind: 'text',
    fallback: undefined,
    about:
      'PEM file of certificate authorities that verify PostgreSQL, instead of those of the system. A remote server must present a certificate for its host name, unless sslmode in database_url says otherwise.',
  },
  database_pool: {
    kind: 'count',
    fallback: 10,
    about:
      'Maximum number of PostgreSQL connections of one process, at least 2; a third of them serves lists.',
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
  search_time_limit: {
    kind: 'count',
    fallback: 5000,
    about:
      'Maximum milliseconds of database time for one list or search; a longer one is rejected (filter_too_expensive).',
  },
} as const satisfies Readonly<Record<string, SettingRow>>
