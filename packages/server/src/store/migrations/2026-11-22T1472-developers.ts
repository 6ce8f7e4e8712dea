import type { Db } from '../dialect.ts'

/** Until now everybody could make keys of their own, whatever the flag said. */
export const up = async (db: Db): Promise<void> => {
  await db.q
    .updateTable('users' as never)
    .set({ developer: 1 } as never)
    .execute()
}
