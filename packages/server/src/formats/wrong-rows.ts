import type { RawRow } from '../core/accounts/imports/raw-row.ts'

/** Maximum bytes of one row of a file. */
export const maxRowBytes = 1_048_576

export const unreadable = (
  row: number,
  code: string,
  message: string,
  field: string | null = null,
): RawRow => ({
  row,
  wrong: { field, code, message },
})
