import { isDomainError } from '../../kernel/domain-error.ts'
import type { Command, Query } from '../../kernel/operation.ts'
import type { ImportCounts, RowError } from './import.ts'
import {
  type AcquiredLease,
  type AcquireLease,
  acquireLease,
  moreRowsCode,
  releaseLease,
} from './import-lease.ts'
import { importRows } from './import-rows.ts'
import type { RawRow, RowFormats } from './raw-row.ts'
import { importFields } from './read-row.ts'

/** Runs operations as the caller of the request; checks its permissions each time. */
export type SendersRun = {
  <I, F, O>(operation: Query<I, F, O>, input: I): Promise<O>
  <I, F, P, O>(operation: Command<I, F, P, O>, input: I): Promise<O>
}

export type SendRows = AcquireLease & {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly formats: Pick<RowFormats, 'read'>
  readonly run: SendersRun
  /** Unix milliseconds. */
  readonly now: () => number
  /** Aborted with a reason code: the import stops at the next batch. */
  readonly signal: AbortSignal
  /** More rows follow in another request: the end of these rows does not end the import. */
  readonly more?: boolean | undefined
}

/**
 * A line of the response: progress after every second or 10,000 rows, each failed row, and the end of the run.
 */
export type SendingLine =
  | { readonly kind: 'progress'; readonly counts: ImportCounts }
  | { readonly kind: 'wrong'; readonly error: RowError }
  | { readonly kind: 'done'; readonly counts: ImportCounts }
  | {
      readonly kind: 'stopped'
      readonly counts: ImportCounts
      readonly code: string
      readonly message: string
    }

const moreRows: Stop = {
  code: moreRowsCode,
  message: 'All of these rows are processed. Send the next ones with Import-Offset to continue.',
}

const rowsBetween = 10_000
const msBetween = 1000

/** The reason why work stopped early. */
export type Stop = { readonly code: string; readonly message: string }

const aborted = ({ reason }: AbortSignal): Stop => ({
  code: typeof reason === 'string' ? reason : 'interrupted',
  message: 'The import stopped before the end of the file. Send the file again to continue.',
})

export const stopFor = (thrown: unknown): Stop =>
  isDomainError(thrown)
    ? { code: thrown.code, message: thrown.message }
    : { code: 'internal_error', message: 'An internal error occurred; the server log has the details.' }

const whyStopped = (thrown: unknown, signal: AbortSignal): Stop =>
  signal.aborted ? aborted(signal) : stopFor(thrown)

/**
 * Acquires the lease, imports the rows as they arrive and yields progress. Skips rows that were imported before. Rejects
 * only before the first row; later errors are in the last line.
 */
export const sendRows = async (sending: SendRows): Promise<AsyncGenerator<SendingLine>> => {
  const { id, offset, format, bytes, formats, run, signal } = sending
  const started = await run(acquireLease, { id, offset, format })
  const reading = { format: started.found.format, fields: importFields, first: offset + 1 }
  const batches = formats.read(bytes, reading)[Symbol.asyncIterator]()
  try {
    // Reads the first batch here, so that an invalid header rejects the request.
    return rowsOf(sending, started, batches, await batches.next())
  } catch (thrown) {
    const { code } = whyStopped(thrown, signal)
    await run(releaseLease, { id, leaseId: started.leaseId, stoppedBy: code })
    throw thrown
  }
}

/** Ignores an unavailable database: the lease then expires by itself, and the next sender takes the import over. */
export const unlessUnavailable = (thrown: unknown) => {
  if (!isDomainError(thrown, 'unavailable')) throw thrown
}

type Batches = AsyncIterator<readonly RawRow[]>

async function* rowsOf(
  { id, run, now, signal, more = false }: SendRows,
  { found, leaseId }: AcquiredLease,
  batches: Batches,
  first: IteratorResult<readonly RawRow[]>,
): AsyncGenerator<SendingLine> {
  let counts: ImportCounts = found
  let reported = { rows: found.rowsDone, at: now() }
  let stop: Stop | undefined = { code: 'interrupted', message: '' }
  let fault: unknown
  try {
    try {
      for (let next = first; ; next = await batches.next()) {
        if (next.done) {
          stop = more ? moreRows : undefined
          break
        }
        const rows = next.value.filter(({ row }) => row > counts.rowsDone)
        if (rows.length > 0) {
          const imported = await run(importRows, { id, leaseId, rows })
          counts = imported.counts
          for (const error of imported.errors) yield { kind: 'wrong', error }
        }
        if (counts.rowsDone - reported.rows >= rowsBetween || now() - reported.at >= msBetween) {
          yield { kind: 'progress', counts }
          reported = { rows: counts.rowsDone, at: now() }
        }
        if (signal.aborted) {
          stop = aborted(signal)
          break
        }
      }
    } catch (thrown) {
      stop = whyStopped(thrown, signal)
      if (!signal.aborted && !isDomainError(thrown)) fault = thrown
    }
  } finally {
    // Runs also when the client disconnects. The remaining input is not awaited.
    batches.return?.().catch(() => {})
    await run(releaseLease, { id, leaseId, stoppedBy: stop?.code ?? null }).catch(unlessUnavailable)
  }
  yield stop ? { kind: 'stopped', counts, ...stop } : { kind: 'done', counts }
  if (fault !== undefined) throw fault
}
