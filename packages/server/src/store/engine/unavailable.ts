import { DomainError, retryAfter } from '../../core/kernel/domain-error.ts'

/**
 * - `database_unavailable`: no connection, or the connection broke before the commit
 * - `database_timeout`: a statement took longer than the configured limit and was cancelled
 * - `database_busy`: other writers did not finish in time
 * - `database_full`, `database_read_only`: writes fail; reads can still work
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
    'The database cannot be reached right now. Nothing was changed. Try again in a moment.',
  database_timeout: 'The database took too long to answer. Nothing was changed. Try again later.',
  database_busy: 'The database is busy with other changes. Nothing was changed. Try again in a moment.',
  database_full: 'The disk of the database is full. Nothing was changed. Free space, then try again.',
  database_read_only:
    'The database accepts no changes right now (it is read-only). Nothing was changed. Try again later.',
  database_damaged:
    'The database files are damaged or cannot be read. Nothing was changed. The operator must restore them.',
  outcome_unknown:
    'The connection to the database broke while the change was being saved. It may or may not have been made. Check before you repeat the request, or repeat it with the same Idempotency-Key.',
}

/** A fault of the database; `cause` is the error of the driver. */
export class Unavailable extends DomainError {
  /**
   * The extent of the fault: the whole `database`, this `statement`, or the `connection`, whose transaction was rolled
   * back, so that the work can be repeated on another one.
   */
  readonly reach: 'database' | 'statement' | 'connection'

  constructor(code: UnavailableCode, cause: unknown, reach: Unavailable['reach'] = 'database') {
    super('unavailable', code, messages[code], code === 'outcome_unknown' ? {} : { retryAfter })
    this.cause = cause
    this.reach = reach
  }
}

/** Whether reads can still work despite the fault. */
export const concernsWritesAlone = ({ code }: DomainError): boolean =>
  code === 'database_full' || code === 'database_read_only' || code === 'database_busy'

/** Whether a connection broke before its transaction was committed. */
export const isLost = (thrown: unknown): boolean =>
  thrown instanceof Unavailable && thrown.reach === 'connection' && thrown.code !== 'outcome_unknown'
