import { isDomainError } from '../../kernel/domain-error.ts'
import type { Command, Query } from '../../kernel/operation.ts'
import type { ImportCounts, RowError } from './import.ts'
import { acquireLease, releaseLease, type StartedRows, type StartRows } from './import-lease.ts'
import { importRows } from './import-rows.ts'
import type { RawRow, RowFormats } from './raw-row.ts'
import { importFields } from './read-row.ts'

/** Runs operations as whoever sends, asking anew each time what the sender may do. */
export type SendersRun = {
  <I, F, O>(operation: Query<I, F, O>, input: I): Promise<O>
  <I, F, P, O>(operation: Command<I, F, P, O>, input: I): Promise<O>
}

export type SendRows = StartRows & {
  readonly bytes: AsyncIterable<Uint8Array>
  readonly formats: Pick<RowFormats, 'read'>
  readonly run: SendersRun
  /** Unix milliseconds. */
  readonly now: () => number
  /** Aborted with a code for why: rows come to an end at the next batch. */
  readonly signal: AbortSignal
}

/**
 * What a sender hears: progress after every second or 10,000 rows, each wrong row, and at last how it ended.
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

const rowsBetween = 10_000
const msBetween = 1000

/** Why work ended before it was done. */
export type Stop = { readonly code: string; readonly message: string }

const aborted = ({ reason }: AbortSignal): Stop => ({
  code: typeof reason === 'string' ? reason : 'interrupted',
  message: 'Stopped before the file came to its end; send it again to continue.',
})

export const stopFor = (thrown: unknown): Stop =>
  isDomainError(thrown)
    ? { code: thrown.code, message: thrown.message }
    : { code: 'internal_error', message: 'The server failed; its log has the details.' }

const whyStopped = (thrown: unknown, signal: AbortSignal): Stop =>
  signal.aborted ? aborted(signal) : stopFor(thrown)

/**
 * Takes the import and answers what becomes of the rows as they come. Rows that were done before are passed over.
 * Rejects only what is wrong before the first row; what happens later is told by the last line.
 */
export const sendRows = async (sending: SendRows): Promise<AsyncGenerator<SendingLine>> => {
  const { id, offset, format, bytes, formats, run, signal } = sending
  const started = await run(acquireLease, { id, offset, format })
  const reading = { format: started.found.format, fields: importFields, first: offset + 1 }
  const batches = formats.read(bytes, reading)[Symbol.asyncIterator]()
  try {
    // So that a header that cannot be is refused, and not told at the end.
    return rowsOf(sending, started, batches, await batches.next())
  } catch (thrown) {
    const { code } = whyStopped(thrown, signal)
    await run(releaseLease, { id, runner: started.runner, stoppedBy: code })
    throw thrown
  }
}

/** The import then ends as one whose runner died: its next runner takes it over. */
export const unlessUnavailable = (thrown: unknown) => {
  if (!isDomainError(thrown, 'unavailable')) throw thrown
}

type Batches = AsyncIterator<readonly RawRow[]>

async function* rowsOf(
  { id, run, now, signal }: SendRows,
  { found, runner }: StartedRows,
  batches: Batches,
  first: IteratorResult<readonly RawRow[]>,
): AsyncGenerator<SendingLine> {
  let counts: ImportCounts = found
  let told = { rows: found.rowsDone, at: now() }
  let stop: Stop | undefined = { code: 'interrupted', message: '' }
  let fault: unknown
  try {
    try {
      for (let next = first; ; next = await batches.next()) {
        if (next.done) {
          stop = undefined
          break
        }
        const rows = next.value.filter(({ row }) => row > counts.rowsDone)
        if (rows.length > 0) {
          const imported = await run(importRows, { id, runner, rows })
          counts = imported.counts
          for (const error of imported.wrong) yield { kind: 'wrong', error }
        }
        if (counts.rowsDone - told.rows >= rowsBetween || now() - told.at >= msBetween) {
          yield { kind: 'progress', counts }
          told = { rows: counts.rowsDone, at: now() }
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
    // Also when whoever listens goes away in the middle. Nobody waits for bytes that are not wanted any more.
    batches.return?.().catch(() => {})
    await run(releaseLease, { id, runner, stoppedBy: stop?.code ?? null }).catch(unlessUnavailable)
  }
  yield stop ? { kind: 'stopped', counts, ...stop } : { kind: 'done', counts }
  if (fault !== undefined) throw fault
}
