import type { Db } from '../engine/dialect.ts'
import { inBatchesOfUsers } from '../engine/online.ts'

/** Before this migration, all users could create keys regardless of the flag. */
export const online = (db: Db): Promise<void> =>
  inBatchesOfUsers(db, (numbers) => `update users set developer = 1 where developer <> 1 and ${numbers}`)
