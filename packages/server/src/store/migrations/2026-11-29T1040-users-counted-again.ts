import type { Db } from '../engine/dialect.ts'
import { run } from '../engine/online.ts'
import { fill } from './2026-11-22T1414-user-counts.ts'

/**
 * Counts the users again. If users were created, deleted or moved while an earlier version introduced the counts, its
 * sums were taken before its triggers existed, and are wrong.
 */
export const up = async (db: Db): Promise<void> => {
  // Locks out the writers of users first, then the job that adds up the changes.
  if (db.name === 'postgres')
    for (const lock of [
      'lock table users in share row exclusive mode',
      'lock table user_counts in access exclusive mode',
    ])
      await run(db, lock)
  await run(db, 'delete from user_counts')
  await run(db, fill)
}
