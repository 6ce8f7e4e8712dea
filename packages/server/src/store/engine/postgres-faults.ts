import { Unavailable, type UnavailableCode } from './unavailable.ts'

type Thrown = { readonly code?: string; readonly severity?: string; readonly message?: string }

/** By SQLSTATE (PostgreSQL's documentation, appendix A). */
const bySqlState: Readonly<Record<string, UnavailableCode>> = {
  '25006': 'database_read_only',
  '53100': 'database_full',
  '55P03': 'database_busy',
  '57014': 'database_timeout',
  '58030': 'database_damaged',
  XX001: 'database_damaged',
  XX002: 'database_damaged',
}

const ofStatement = new Set<UnavailableCode>(['database_timeout', 'database_busy'])

const sqlState = /^[0-9A-Z]{5}$/
/** Connection errors, insufficient resources and operator intervention; a protocol violation is a programming error. */
const unavailableClass = /^(?:08(?!P01)|53|57P)/
/** The driver has no error codes; these are all its messages for lost and failed connections. */
const driverMessage =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout expired|timeout exceeded when trying to connect|The server does not support SSL|There was an error establishing an SSL)/
const systemCode = /^(?:E[A-Z_]+|ERR_(?:TLS|SSL)_\w+)$/

const endsConnection = ({ code = '', severity, message = '' }: Thrown): boolean => {
  if (sqlState.test(code) && severity !== undefined) return severity === 'FATAL' || severity === 'PANIC'
  return systemCode.test(code) || driverMessage.test(message)
}

/** The statement got no response, and the connection cannot be reused. */
export const isReadTimeout = (error: unknown): boolean => (error as Thrown).message === 'Query read timeout'

/**
 * Maps a driver error to a fault of PostgreSQL; undefined for errors of a statement. If a connection breaks before
 * `commit` was sent, nothing was changed; during `commit`, the outcome is unknown.
 */
export const postgresFault = (
  error: unknown,
  during: 'connect' | 'statement' | 'commit',
): Unavailable | undefined => {
  if (error instanceof Unavailable) return error
  const thrown = error as Thrown
  // Any failure to connect, including wrong credentials, means that the database is unavailable.
  if (during === 'connect') return new Unavailable('database_unavailable', error)
  const ends = endsConnection(thrown)
  if (ends && during === 'commit') return new Unavailable('outcome_unknown', error, 'connection')
  if (isReadTimeout(error)) return new Unavailable('database_timeout', error)
  if (ends) return new Unavailable('database_unavailable', error, 'connection')
  const known = bySqlState[thrown.code ?? '']
  if (known) return new Unavailable(known, error, ofStatement.has(known) ? 'statement' : 'database')
  return unavailableClass.test(thrown.code ?? '') ? new Unavailable('database_unavailable', error) : undefined
}
