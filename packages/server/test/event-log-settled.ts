import { sql } from 'kysely'
import type { OpenStore } from '../src/store/engine/open-store.ts'

/**
 * Resolves when every event can be dispatched. Other databases of the same PostgreSQL, such as those of other tests,
 * may have older open transactions; they are short.
 */
export const eventLogSettled = async ({ dialect, db }: OpenStore): Promise<void> => {
  if (dialect === 'sqlite') return
  for (;;) {
    const { rows } = await sql`
      select 1 from events where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1`.execute(db.q)
    if (rows.length === 0) return
  }
}
