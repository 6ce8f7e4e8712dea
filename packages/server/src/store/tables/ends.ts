import type { Generated } from 'kysely'

export type EndColumns = {
  /** Whole milliseconds. */
  expires_at: number | null
  /** Microseconds within the millisecond. */
  expires_microseconds: Generated<number>
}

/** Fractional milliseconds as two integer columns. */
export const endColumns = (time: number | null) => {
  if (time === null) return { expires_at: null, expires_microseconds: 0 }
  const microseconds = Math.round(time * 1000)
  const ms = Math.floor(microseconds / 1000)
  return { expires_at: ms, expires_microseconds: microseconds - ms * 1000 }
}

export const endOf = (row: {
  readonly expires_at: number | null
  readonly expires_microseconds: number
}): number | null => (row.expires_at === null ? null : row.expires_at + row.expires_microseconds / 1000)
