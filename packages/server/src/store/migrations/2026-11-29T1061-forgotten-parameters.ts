import { sql } from 'kysely'
import type { Db } from '../dialect.ts'

/** Finds the dead messages that still hold their parameters, without those that lost them. */
export const up = async ({ q }: Db): Promise<void> => {
  await sql`create index messages_dead_parameters on messages (created_at)
    where state = 'dead' and sealed_parameters is not null`.execute(q)
}
