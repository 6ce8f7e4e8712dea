import { type Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import type { DatabaseHealth } from './database-health.ts'

export type WriteProbesTable = { id: string; filler: string }

type Parts = {
  /** Looks at what no statement shows; throws when it is not as it should be. */
  readonly check?: () => void
  readonly q: Kysely<Database>
  readonly health: DatabaseHealth
  /** Runs `work` in a transaction of its own that commits. */
  readonly write: (work: (q: Kysely<Database>) => Promise<unknown>) => Promise<unknown>
}

/** More than a page of either database, so that a full disk has to find room for it. */
const filler = 'x'.repeat(32_768)

/** Writes a row that needs new pages, and deletes it again. */
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
 * Rejects while the database cannot do its work: it cannot be read, or the last write failed for want of space or of
 * permission and a small write still does. However many ask at once, one looks.
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
