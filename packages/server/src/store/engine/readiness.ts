import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { DatabaseHealth } from './database-health.ts'

export type WriteProbesTable = { id: string; filler: string }

type Parts = {
  /** Checks what no statement reveals; throws on a problem. */
  readonly check?: () => void
  readonly q: Kysely<Database>
  readonly health: DatabaseHealth
  /** Runs `work` in a separate transaction and commits it. */
  readonly write: (work: (q: Kysely<Database>) => Promise<unknown>) => Promise<unknown>
}

/** More than a page of either database, so that a full disk is detected. */
const filler = 'x'.repeat(32_768)

/** Writes a row that needs new pages, and deletes it. */
const probe = async ({ write }: Parts): Promise<void> => {
  await write((q) =>
    q
      .insertInto('write_probes')
      .values({ id: 'probe', filler })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ filler }))
      .execute(),
  )
  await write((q) => q.deleteFrom('write_probes').execute())
}

/**
 * Rejects while the database is not ready: it cannot be read, or the last write failed for lack of space or permission
 * and a probe write fails too. Concurrent calls share one check.
 */
export const readiness = (parts: Parts): (() => Promise<void>) => {
  let looking: Promise<void> | undefined
  const look = async () => {
    parts.check?.()
    await sql`select name from kysely_migration limit 1`.execute(parts.q)
    if (parts.health.writesFail()) await probe(parts)
  }
  return () => {
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
}
