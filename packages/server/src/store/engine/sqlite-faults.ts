import { Unavailable, type UnavailableCode } from './unavailable.ts'

/** Primary result codes of SQLite (sqlite.org/rescode.html), the lowest byte of extended codes. */
const byCode: Readonly<Record<number, UnavailableCode>> = {
  5: 'database_busy',
  6: 'database_busy',
  7: 'database_unavailable',
  8: 'database_read_only',
  10: 'database_unavailable',
  11: 'database_damaged',
  13: 'database_full',
  14: 'database_unavailable',
  15: 'database_busy',
  26: 'database_damaged',
}

const primary = (error: unknown): number => ((error as { errcode?: number }).errcode ?? 0) & 0xff

/** Another connection holds a lock that this one needs. */
export const isBusy = (error: unknown): boolean => {
  const code = primary(error)
  return code === 5 || code === 6
}

/** Maps an error of SQLite to a fault of the database; undefined for errors of a statement. */
export const sqliteFault = (error: unknown, during: 'statement' | 'commit'): Unavailable | undefined => {
  if (error instanceof Unavailable) return error
  const code = byCode[primary(error)]
  if (code === undefined) return undefined
  // The disk failed during a write: whether the commit is on it is known only when the file is read again.
  const unknown = during === 'commit' && primary(error) === 10
  return new Unavailable(unknown ? 'outcome_unknown' : code, error)
}
