import { DomainError, retryAfter } from '../../core/kernel/domain-error.ts'

/**
 * - `database_unavailable`: no connection, or the connection broke before anything was committed
 * - `database_timeout`: a statement took longer than the configured limit and was cancelled
 * - `database_busy`: other writers did not leave room in time
 * - `database_full`, `database_read_only`: nothing can be written now; reading may still work
 * - `database_damaged`: the database cannot read its own files
 * - `outcome_unknown`: the connection broke while a transaction was being committed
 */
export type UnavailableCode =
  | 'database_unavailable'
  | 'database_timeout'
  | 'database_busy'
  | 'database_full'
  | 'database_read_only'
  | 'database_damaged'
  | 'outcome_unknown'

const messages: Readonly<Record<UnavailableCode, string>> = {
  database_unavailable:
    'The database cannot be reached right now. Nothing was changed: try again in a moment.',
  database_timeout: 'The database took too long to answer. Nothing was changed: try again later.',
  database_busy: 'The database is busy with other changes. Nothing was changed: try again in a moment.',
  database_full: 'The disk of the database is full. Nothing was changed: free space, then try again.',
  database_read_only:
    'The database accepts no changes right now (it is read-only). Nothing was changed: try again later.',
  database_damaged:
    'The database files are damaged or cannot be read. Nothing was changed: the operator must restore them.',
  outcome_unknown:
    'The connection to the database broke while the change was being saved: it may have been made or not. Look before repeating the request, or repeat it with the same Idempotency-Key.',
}

/** A fault of the database, as core and every API see it; `cause` is what the driver said. */
export class Unavailable extends DomainError {
  /**
   * What does not work: the whole `database`, this one `statement`, or the `connection`, whose transaction was rolled
   * back, so that the work can run again on another one.
   */
  readonly reach: 'database' | 'statement' | 'connection'

  constructor(code: UnavailableCode, cause: unknown, reach: Unavailable['reach'] = 'database') {
    super('unavailable', code, messages[code], code === 'outcome_unknown' ? {} : { retryAfter })
    this.cause = cause
    this.reach = reach
  }
}

/** Only a fault of the whole database says that reading does not work. */
export const concernsWritesAlone = ({ code }: DomainError): boolean =>
  code === 'database_full' || code === 'database_read_only' || code === 'database_busy'

/** Whether a connection broke before its transaction was committed. */
export const isLost = (thrown: unknown): boolean =>
  thrown instanceof Unavailable && thrown.reach === 'connection' && thrown.code !== 'outcome_unknown'
