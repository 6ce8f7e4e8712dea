import { sql } from 'kysely'
import type { Db } from './dialect.ts'

/** The first transaction id of any PostgreSQL cluster. */
const oldest = '3'

/**
 * After a restored dump, the events have transaction ids of another PostgreSQL cluster, and new ids can be lower, so
 * that new events would precede already read ones. This sets all restored events to the oldest transaction, in the
 * order of their numbers, and moves the readers accordingly. Returns whether it was necessary.
 */
export const rebaseEventLog = async ({ name, q }: Db): Promise<boolean> => {
  if (name === 'sqlite') return false
  const { rows } = await sql`
    select 1 from (select xid from events order by xid desc, sequence desc limit 1) newest
    where newest.xid >= pg_snapshot_xmax(pg_current_snapshot())`.execute(q)
  if (rows.length === 0) return false
  await q.transaction().execute(async (tx) => {
    // A node that starts at the same time waits, and then finds nothing to change.
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
