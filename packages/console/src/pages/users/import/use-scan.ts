import { useEffect, useState } from 'react'
import type { Reading } from './file-text.ts'
import { type Columns, rowsOf, type SourceRow } from './rows.ts'

/** What one pass over the file has found so far. */
export type Scan = {
  readonly isDone: boolean
  readonly total: number
  readonly failed: number
  /** The first rows, and the first ones with errors. */
  readonly first: readonly SourceRow[]
  readonly firstFailed: readonly SourceRow[]
  readonly isBroken: boolean
}

/** Rows that are shown. */
const shown = 100

/** Rows between two reports and pauses, in which the page reacts to the user. */
const step = 2000

const nothing: Scan = { isDone: false, total: 0, failed: 0, first: [], firstFailed: [], isBroken: false }

/** Checks all rows of a file in the background. */
export const useScan = (file: File, reading: Reading, columns: Columns): Scan => {
  const [scan, setScan] = useState<Scan>(nothing)
  useEffect(() => {
    let isCurrent = true
    const found = { total: 0, failed: 0, first: [] as SourceRow[], firstFailed: [] as SourceRow[] }
    const report = (isDone: boolean, isBroken = false) => {
      if (!isCurrent) return
      const { total, failed, first, firstFailed } = found
      setScan({ isDone, isBroken, total, failed, first: [...first], firstFailed: [...firstFailed] })
    }
    const read = async () => {
      for await (const row of rowsOf(file, reading, columns)) {
        if (!isCurrent) return
        found.total++
        if (found.first.length < shown) found.first.push(row)
        if (row.errors.length > 0) {
          found.failed++
          if (found.firstFailed.length < shown) found.firstFailed.push(row)
        }
        if (found.total % step === 0) {
          report(false)
          await new Promise((resolve) => setTimeout(resolve))
        }
      }
      report(true)
    }
    setScan(nothing)
    read().catch(() => report(true, true))
    return () => {
      isCurrent = false
    }
  }, [file, reading, columns])
  return scan
}
