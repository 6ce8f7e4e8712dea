import type { RawRow } from '../core/accounts/imports/raw-row.ts'

/** Rows of one read, and their size in bytes. */
export type Piece = { readonly rows: readonly RawRow[]; readonly bytes: number }

export type BatchLimits = {
  readonly rows: number
  /** Maximum size of a batch in bytes. */
  readonly bytes: number
  /** Maximum milliseconds that rows wait for a batch to fill. */
  readonly timeLimit: number
}

const waited = Symbol('waited')

const timer = (ms: number) => {
  let handle: NodeJS.Timeout | undefined
  const over = new Promise<typeof waited>((resolve) => {
    handle = setTimeout(() => resolve(waited), ms)
  })
  return { over, clear: () => clearTimeout(handle) }
}

/**
 * Groups rows into full batches, and into smaller ones if the sender pauses. Reads at most one piece ahead while the
 * consumer processes a batch.
 */
export async function* inBatches(
  pieces: AsyncIterable<Piece>,
  limits: BatchLimits,
): AsyncGenerator<readonly RawRow[]> {
  const reader = pieces[Symbol.asyncIterator]()
  const read = () => {
    const next = reader.next()
    // Prevents an unhandled rejection if the consumer stops before this fails.
    next.catch(() => {})
    return next
  }
  let rows: RawRow[] = []
  let bytes = 0
  let clock: ReturnType<typeof timer> | undefined
  const take = (): readonly RawRow[] => {
    clock?.clear()
    clock = undefined
    const batch = rows
    rows = []
    bytes = 0
    return batch
  }
  try {
    for (let next = read(); ; ) {
      const found = clock === undefined ? await next : await Promise.race([next, clock.over])
      if (found === waited) {
        yield take()
        continue
      }
      if (found.done) break
      next = read()
      bytes += found.value.bytes
      for (const row of found.value.rows) {
        rows.push(row)
        if (rows.length >= limits.rows) yield take()
      }
      if (rows.length === 0) bytes = 0
      else if (bytes >= limits.bytes) yield take()
      else clock ??= timer(limits.timeLimit)
    }
    if (rows.length > 0) yield take()
  } catch (error) {
    // Rows before the error are still returned.
    if (rows.length > 0) yield take()
    throw error
  } finally {
    clock?.clear()
    await reader.return?.()
  }
}
