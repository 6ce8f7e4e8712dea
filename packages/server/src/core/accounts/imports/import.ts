/** File formats of an import. */
export const importFormats = ['ndjson', 'csv'] as const
export type ImportFormat = (typeof importFormats)[number]

/**
 * - `create`: a row for an existing user is an error
 * - `create_or_update`: a row for an existing user updates that user
 */
export const importModes = ['create', 'create_or_update'] as const
export type ImportMode = (typeof importModes)[number]

/** The field that identifies existing users with `create_or_update`; only a claimed email counts. */
export const importKeys = ['username', 'email'] as const
export type ImportKey = (typeof importKeys)[number]

/**
 * - `waiting`: no rows were received yet
 * - `running`: a sender holds the lease
 * - `stopped`: the last sender stopped before the end of the file; the import continues after `rowsDone`
 * - `done`: the whole file was read; final
 */
export const importStates = ['waiting', 'running', 'stopped', 'done'] as const
export type ImportState = (typeof importStates)[number]

/** Results of the rows so far; they add up to `rowsDone`. */
export type ImportCounts = {
  readonly rowsDone: number
  readonly created: number
  readonly updated: number
  /** Rows whose users already matched the row. */
  readonly unchanged: number
  readonly failed: number
}

export type Import = ImportCounts & {
  readonly id: string
  readonly domainId: string
  readonly format: ImportFormat
  readonly mode: ImportMode
  readonly key: ImportKey
  /** Reports the results of the rows without changing anything. */
  readonly dryRun: boolean
  /** Invites the users of rows without a password hash. */
  readonly invite: boolean
  readonly state: ImportState
  /** Error code of the reason; null unless stopped. */
  readonly stoppedBy: string | null
  /** Null: the operator. */
  readonly createdBy: string | null
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  /** Time of the last batch, or when the lease was acquired or released. */
  readonly updatedAt: number
}

/** The error of a row, which then changed nothing. Rows count from 1, without the CSV header. */
export type RowError = {
  readonly row: number
  /** The field name in the file; null when the error concerns the whole row. */
  readonly field: string | null
  readonly code: string
  readonly message: string
}

/** Maximum number of stored errors of one import. The first ones are stored, all are counted. */
export const errorsKept = 10_000

/** Milliseconds without a batch after which the lease of a sender expires. */
export const leaseTimeout = 120_000

/** Shows a `running` import as `stopped` once its lease has expired. */
export const withDerivedState = <J extends Pick<Import, 'state' | 'stoppedBy' | 'updatedAt'>>(
  found: J,
  now: number,
): J =>
  found.state === 'running' && now - found.updatedAt > leaseTimeout
    ? { ...found, state: 'stopped', stoppedBy: 'sender_silent' }
    : found

export const newRowError = (row: number, field: string | null, code: string, message: string): RowError => ({
  row,
  field,
  code,
  message,
})
