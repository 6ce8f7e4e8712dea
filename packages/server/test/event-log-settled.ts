import { sql } from 'kysely'
import type { OpenStore } from '../src/store/engine/open-store.ts'

/**
 * Resolves when everything in the journal may be handed out. Other databases of the same PostgreSQL, those of other
 * tests, may have transactions under way that are older; they are short.
 */
export const eventLogSettled = async ({ dialect, db }: OpenStore): Promise<void> => {
  if (dialect === 'sqlite') return
  for (;;) {
    const { rows } = await sql`
      select 1 from events where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`.execute(db.q)
    if (rows.length === 0) return
  }
}
