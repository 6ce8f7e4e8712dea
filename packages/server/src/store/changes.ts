import type { DatabaseSync } from 'node:sqlite'
import type { Pool } from 'pg'
import type { ChangeReader } from '../core/journal/change-reader.ts'

/** A pragma tells for almost nothing whether another connection committed; only then is the journal read. */
export const sqliteChanges = (database: DatabaseSync): ChangeReader => {
  const version = database.prepare('pragma data_version')
  const newest = database.prepare('select max(sequence) as newest from events')
  const between = database.prepare(
    `select touches from events where sequence > ? and sequence <= ? and touches <> '' order by sequence`,
  )
  const last = () => Number(newest.get()?.['newest'] ?? 0)
  let seen: unknown
  let sequence = last()
  return {
    local: true,
    async next() {
      const now = version.get()?.['data_version']
      if (now === seen) return []
      seen = now
      // Events that touch nothing are passed over for good, or every look would walk over all users created since.
      const upTo = last()
      const rows = between.all(sequence, upTo)
      sequence = upTo
      return rows.flatMap((row) => String(row['touches']).split(' '))
    },
  }
}

/**
 * Transactions commit in another order than they draw their numbers, so every look goes back to the oldest
 * transaction that was still running at the last one, and what was heard already is left out.
 */
const touchedSince = `
  select e.sequence, e.touches, pg_snapshot_xmin(pg_current_snapshot())::text as low
  from (select 1) one left join events e on e.touches <> '' and e.xid >= $1::xid8
  order by e.sequence`

export const postgresChanges = (pool: Pool): ChangeReader => {
  let low: string | undefined
  let heard = new Set<number>()
  return {
    local: false,
    async next() {
      if (low === undefined) {
        const { rows } = await pool.query('select pg_snapshot_xmin(pg_current_snapshot())::text as low')
        low = rows[0].low as string
        return []
      }
      const { rows } = await pool.query({ name: 'touched-since', text: touchedSince, values: [low] })
      const fresh = rows.filter((row) => row.sequence !== null && !heard.has(row.sequence))
      heard = new Set(rows.map((row) => row.sequence))
      low = rows[0].low as string
      return fresh.flatMap((row) => row.touches.split(' '))
    },
  }
}
