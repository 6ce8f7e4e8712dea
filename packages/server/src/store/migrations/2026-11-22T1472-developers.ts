import type { Db } from '../engine/dialect.ts'
import { inBatchesOfUsers } from '../engine/online.ts'

/** Until now everybody could make keys of their own, whatever the flag said. */
export const online = (db: Db): Promise<void> =>
  inBatchesOfUsers(db, (numbers) => `update users set developer = 1 where developer <> 1 and ${numbers}`)
