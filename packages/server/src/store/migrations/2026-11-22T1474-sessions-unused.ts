import type { Db } from '../engine/dialect.ts'
import { buildIndex } from '../engine/online.ts'

/** Index for sessions without recent use. */
export const online = (db: Db): Promise<void> =>
  buildIndex(db, { name: 'sessions_unused', table: 'sessions', definition: '(last_seen_at)' })
