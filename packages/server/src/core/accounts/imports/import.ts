/** How the rows of a file are written. */
export const importFormats = ['ndjson', 'csv'] as const
export type ImportFormat = (typeof importFormats)[number]

/**
 * - `create`: a row of a user who is there already is a wrong row
 * - `create_or_update`: it changes that user
 */
export const importModes = ['create', 'create_or_update'] as const
export type ImportMode = (typeof importModes)[number]

/** What tells, with `create_or_update`, whether a user is there already; an email counts only when it is claimed. */
export const importKeys = ['username', 'email'] as const
export type ImportKey = (typeof importKeys)[number]

/**
 * - `waiting`: no rows came yet
 * - `running`: somebody sends rows
 * - `stopped`: the last sender ended before the file did; it continues behind `rowsDone`
 * - `done`: the file came to its end; final
 */
export const importStates = ['waiting', 'running', 'stopped', 'done'] as const
export type ImportState = (typeof importStates)[number]

/** What became of the rows so far; they add up to `rowsDone`. */
export type ImportCounts = {
  readonly rowsDone: number
  readonly created: number
  readonly updated: number
  /** Rows of users who are as the row says already. */
  readonly unchanged: number
  readonly failed: number
}

export type Import = ImportCounts & {
  readonly id: string
  readonly domainId: string
  readonly format: ImportFormat
  readonly mode: ImportMode
  readonly key: ImportKey
  /** Says what would become of the rows, and changes nothing. */
  readonly dryRun: boolean
  /** Rows without a password hash invite their users. */
  readonly invite: boolean
  readonly state: ImportState
  /** Why it stopped; null unless it has. */
  readonly stoppedBy: string | null
  /** Null: the operator. */
  readonly createdBy: string | null
  /** Unix milliseconds, as all times below. */
  readonly createdAt: number
  /** When rows were last done, or their sender came or went. */
  readonly updatedAt: number
}

/** What is wrong with a row, which then changed nothing. The first row of a file is 1; the header of CSV is none. */
export type RowError = {
  readonly row: number
  /** As the file calls it; null where it is about the row as a whole. */
  readonly field: string | null
  readonly code: string
  readonly message: string
}

/** Errors that are kept of one import, the first ones; all are counted. */
export const errorsKept = 10_000

/** Milliseconds: a sender of whom nothing was heard that long is gone, its process perhaps killed. */
export const leaseTimeout = 120_000

/** The import as everybody sees it: one whose sender fell silent has stopped, whatever the store says. */
export const withDerivedState = <J extends Pick<Import, 'state' | 'stoppedBy' | 'updatedAt'>>(
  found: J,
  now: number,
): J =>
  found.state === 'running' && now - found.updatedAt > leaseTimeout
    ? { ...found, state: 'stopped', stoppedBy: 'sender_silent' }
    : found

export const refusedRow = (row: number, field: string | null, code: string, message: string): RowError => ({
  row,
  field,
  code,
  message,
})
