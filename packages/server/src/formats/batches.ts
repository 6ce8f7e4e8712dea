import type { RawRow } from '../core/accounts/imports/raw-row.ts'

/** Rows that were read together, and the bytes they took. */
export type Piece = { readonly rows: readonly RawRow[]; readonly bytes: number }

export type BatchLimits = {
  readonly rows: number
  /** Bytes of the file: a few large rows fill a batch as well. */
  readonly bytes: number
  /** Milliseconds that rows wait for company. */
  readonly patience: number
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
 * Rows in batches of full size, and smaller ones where the sender pauses. The next piece is read while whoever
 * asks is still busy with a batch, and no more than that one.
 */
export async function* inBatches(
  pieces: AsyncIterable<Piece>,
  limits: BatchLimits,
): AsyncGenerator<readonly RawRow[]> {
  const reader = pieces[Symbol.asyncIterator]()
  const read = () => {
    const next = reader.next()
    // Whoever asks may stop before this fails; it then fails for nobody.
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
      else clock ??= timer(limits.patience)
    }
    if (rows.length > 0) yield take()
  } catch (error) {
    // What came whole before the place that cannot be read is not lost with it.
    if (rows.length > 0) yield take()
    throw error
  } finally {
    clock?.clear()
    await reader.return?.()
  }
}
