import {
  Conflict,
  ConnectionError,
  type ImportCounts,
  type ImportError,
  type NewImport,
  TimeoutError,
  Unavailable,
} from '@muster/sdk'
import { useSyncExternalStore } from 'react'
import { muster } from '../../../app/client.ts'
import { queryClient } from '../../../app/query-client.ts'
import type { Reading } from './file-text.ts'
import { type Columns, rowsOf, type SourceRow, sentHeader } from './rows.ts'
import { removeStoredImport, storeImport } from './stored-import.ts'

/** What is imported, and how. */
export type ImportPlan = {
  readonly file: File
  readonly reading: Reading
  readonly headers: readonly string[]
  readonly columns: Columns
  /** Rows of the file. */
  readonly total: number
  readonly options: Omit<NewImport, 'format' | 'dry_run'>
}

export type RowError = Pick<ImportError, 'field' | 'code' | 'message'> & {
  readonly line: number
  readonly cells: readonly string[]
}

/** An import by this page. It continues while other pages of the console are shown. */
export type ImportRun = {
  readonly plan: ImportPlan
  readonly isDryRun: boolean
  readonly importId: string | undefined
  readonly state: 'running' | 'stopped' | 'done'
  readonly counts: ImportCounts
  readonly errors: readonly RowError[]
  readonly error?: unknown
}

/** Rows of one request: the server names all errors of so few. */
const partRows = 1000

/** Errors that are kept with their rows. */
const errorsKept = 10_000

/** Seconds before the attempts after an interruption. */
const waits = [1, 2, 4, 8]

const noCounts: ImportCounts = { rows_done: 0, created: 0, updated: 0, unchanged: 0, failed: 0 }

let current: ImportRun | undefined
const listeners = new Set<() => void>()

const set = (run: ImportRun | undefined): void => {
  current = run
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useImportRun = (): ImportRun | undefined => useSyncExternalStore(subscribe, () => current)

let abort = new AbortController()

/** Leaves the run; what it imported stays. */
export const clearRun = (): void => {
  abort.abort()
  set(undefined)
}

/** Stops the run between two parts; it can be continued. */
export const pauseRun = (): void => abort.abort()

type Part = { readonly offset: number; readonly rows: readonly SourceRow[]; readonly isLast: boolean }

/** The rows of a file in parts; the first ones, which are done already, are left out. */
async function* partsOf({ file, reading, columns }: ImportPlan, done: number): AsyncGenerator<Part> {
  let number = 0
  let rows: SourceRow[] = []
  for await (const row of rowsOf(file, reading, columns)) {
    if (number++ < done) continue
    if (rows.length === partRows) {
      yield { offset: number - 1 - rows.length, rows, isLast: false }
      rows = []
    }
    rows.push(row)
  }
  yield { offset: number - rows.length, rows, isLast: true }
}

const sendPart = async (
  importId: string,
  plan: ImportPlan,
  { offset, rows, isLast }: Part,
  signal: AbortSignal,
) => {
  const { format } = plan.reading
  const text = `${sentHeader(plan.reading, plan.columns)}${rows.map((row) => `${row.text}\n`).join('')}`
  const found: RowError[] = []
  let counts = noCounts
  let isEnded = false
  for await (const line of muster.imports.sendRows(importId, text, {
    format,
    offset,
    more: !isLast,
    signal,
  })) {
    if (line.kind === 'error') {
      const row = rows[line.row - 1 - offset]
      if (row)
        found.push({
          line: row.line,
          cells: row.cells,
          field: line.field,
          code: line.code,
          message: line.message,
        })
      continue
    }
    const { rows_done, created, updated, unchanged, failed } = line
    counts = { rows_done, created, updated, unchanged, failed }
    if (line.kind === 'stopped' && line.code !== 'more_rows') throw new ImportStopped(line.message)
    if (line.kind !== 'progress') isEnded = true
  }
  if (!isEnded)
    throw new ConnectionError({ method: 'POST', path: '/imports/rows' }, 'The connection ended too early.')
  return { counts, found }
}

/** The server stopped the import; the message says why. */
export class ImportStopped extends Error {}

const isInterruption = (error: unknown): boolean =>
  error instanceof ConnectionError || error instanceof TimeoutError || error instanceof Unavailable

/** Sends a part until the server has it. Rows that it processed before an interruption are not processed again. */
const sendSurely = async (importId: string, plan: ImportPlan, part: Part, signal: AbortSignal) => {
  for (let interruptions = 0; ; interruptions++) {
    try {
      return await sendPart(importId, plan, part, signal)
    } catch (error) {
      // The last part arrived, but its response did not.
      if (error instanceof Conflict && error.code === 'import_done')
        return { counts: await muster.imports.get(importId), found: [] }
      const wait = isInterruption(error) ? waits[interruptions] : undefined
      if (wait === undefined || signal.aborted) throw error
      await new Promise((resolve) => setTimeout(resolve, wait * 1000))
    }
  }
}

const sendAll = async (run: ImportRun): Promise<void> => {
  abort = new AbortController()
  const { signal } = abort
  const { plan, isDryRun } = run
  set({ ...run, state: 'running', error: undefined })
  const keep = (changed: Partial<ImportRun>) => {
    // Another import may have begun meanwhile.
    if (current?.plan === plan && current.isDryRun === isDryRun) set({ ...current, ...changed })
  }
  try {
    const importId =
      run.importId ??
      (await muster.imports.create({ ...plan.options, format: plan.reading.format, dry_run: isDryRun })).id
    keep({ importId })
    if (!isDryRun) storeImport(importId, plan)
    const { rows_done } = await muster.imports.get(importId)
    for await (const part of partsOf(plan, rows_done)) {
      if (signal.aborted) return keep({ state: 'stopped' })
      const { counts, found } = await sendSurely(importId, plan, part, signal)
      const errors = [...(current?.errors ?? []), ...found].slice(0, errorsKept)
      keep({ counts, errors })
    }
    keep({ state: 'done' })
    if (!isDryRun) removeStoredImport()
  } catch (error) {
    keep(signal.aborted ? { state: 'stopped' } : { state: 'stopped', error })
  }
  await queryClient.invalidateQueries({ queryKey: ['users'] })
}

/** Imports a file, or finds out what an import would do. */
export const startImport = (plan: ImportPlan, isDryRun: boolean): Promise<void> =>
  sendAll({ plan, isDryRun, importId: undefined, state: 'running', counts: noCounts, errors: [] })

/** Continues a stopped run where it ended. */
export const continueImport = async (): Promise<void> => {
  if (current?.state === 'stopped') await sendAll(current)
}

/** Continues an import that an earlier page began, with the same file. */
export const resumeImport = (importId: string, plan: ImportPlan): Promise<void> =>
  sendAll({ plan, isDryRun: false, importId, state: 'running', counts: noCounts, errors: [] })
