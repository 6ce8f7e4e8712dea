import type { Db } from '../dialect.ts'

/** Finds the sessions that nobody used for long. */
export const up = async (db: Db): Promise<void> => {
  await db.q.schema.createIndex('sessions_unused').on('sessions').column('last_seen_at').execute()
}
