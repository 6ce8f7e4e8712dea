import { sql } from 'kysely'
import type { Db } from '../src/store/engine/dialect.ts'

type Counted = { domain_id: string; status: string; noted: number | string; present: number | string }

/** Stored counts that differ from the actual ones, as `domain status: stored, actual`. */
export const wrongCounts = async ({ q }: Db): Promise<readonly string[]> => {
  const { rows } = await sql<Counted>`
    select domain_id, status, sum(noted) as noted, sum(present) as present from (
      select domain_id, status, amount as noted, 0 as present from user_counts
      union all select domain_id, status, 0, 1 from users where deleted_at is null) counted
    group by domain_id, status`.execute(q)
  return rows
    .filter(({ noted, present }) => Number(noted) !== Number(present))
    .map(({ domain_id, status, noted, present }) => `${domain_id} ${status}: ${noted}, ${present}`)
}

/** The total number of users. */
export const countPresent = async ({ q }: Db, ids: readonly string[]): Promise<number> => {
  const { rows } = await sql<{ n: number | string }>`select count(*) as n from users
    where deleted_at is null and id in (${sql.join(ids)})`.execute(q)
  return Number(rows[0]?.n)
}
