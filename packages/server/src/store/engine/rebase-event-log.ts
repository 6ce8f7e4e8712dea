import { sql } from 'kysely'
import type { Db } from './dialect.ts'

/** The first transaction that a PostgreSQL ever gives: older than all of them. */
const oldest = '3'

/**
 * A dump that was restored brings events of another PostgreSQL, whose transactions count for nothing here: ours may
 * have lower numbers, and would stand before what was read already. Then everything restored counts as old, in the
 * order of its numbers, and readers go on where they were. Answers whether that was so.
 */
export const adoptJournal = async ({ name, q }: Db): Promise<boolean> => {
  if (name === 'sqlite') return false
  const { rows } = await sql`
    select 1 from (select xid from events order by xid desc, sequence desc limit 1) newest
    where newest.xid >= pg_snapshot_xmax(pg_current_snapshot())`.execute(q)
  if (rows.length === 0) return false
  await q.transaction().execute(async (tx) => {
    // Whoever starts at the same time waits, and finds nothing to adopt.
    await sql`lock table journal_readers in exclusive mode`.execute(tx)
    await sql`
      update journal_readers set transaction_id = ${oldest}, sequence = coalesce(
        (select min(e.sequence) - 1 from events e
          where (e.xid, e.sequence) > (journal_readers.transaction_id::xid8, journal_readers.sequence)),
        (select max(e.sequence) from events e))
      where exists (select 1 from events e where e.xid >= pg_snapshot_xmax(pg_current_snapshot()))`.execute(
      tx,
    )
    await sql`
      update webhooks set since = ${`${oldest}:${oldest}:`}
      where exists (select 1 from events e where e.xid >= pg_snapshot_xmax(pg_current_snapshot()))`.execute(
      tx,
    )
    await sql`
      update events set xid = ${oldest}::xid8
      where exists (select 1 from events e where e.xid >= pg_snapshot_xmax(pg_current_snapshot()))`.execute(
      tx,
    )
  })
  return true
}
