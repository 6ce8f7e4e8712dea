import type { Db } from '../engine/dialect.ts'
import { run } from '../engine/online.ts'
import { fill } from './2026-11-22T1414-user-counts.ts'

/**
 * Counts the users again. Where users were created, deleted or moved while an earlier version ran the migration
 * that introduced the counts, its sums were taken before its triggers were there and are wrong since.
 */
export const up = async (db: Db): Promise<void> => {
  // First the writers of users, then the job that adds the changes up: neither may be half done.
  if (db.name === 'postgres')
    for (const lock of [
      'lock table users in share row exclusive mode',
      'lock table user_counts in access exclusive mode',
    ])
      await run(db, lock)
  await run(db, 'delete from user_counts')
  await run(db, fill)
}
