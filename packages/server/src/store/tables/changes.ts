import type { DatabaseSync } from 'node:sqlite'
import type { ChangeReader } from '../../core/kernel/events/event.ts'
import type { WatchedPool } from '../engine/postgres-pool.ts'

/** A cheap pragma shows whether another connection has committed; only then the event log is read. */
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
      // Skips events without cache keys permanently; otherwise every poll would scan all users created since.
      const upTo = last()
      const rows = between.all(sequence, upTo)
      sequence = upTo
      seen = now
      return rows.flatMap((row) => String(row['touches']).split(' '))
    },
  }
}

/**
 * Transactions do not commit in the order of their numbers, so every poll starts at the oldest transaction that was
 * running at the previous poll, and skips events that were already read.
 */
const touchedSince = `
  select e.sequence, e.touches, pg_snapshot_xmin(pg_current_snapshot())::text as low
  from (select 1) one left join events e on e.touches <> '' and e.xid >= $1::xid8
  order by e.sequence`

type Row = { readonly sequence: number | null; readonly touches: string; readonly low: string }

export const postgresChanges = (pool: Pick<WatchedPool, 'query'>): ChangeReader => {
  let low: string | undefined
  let seen = new Set<number>()
  return {
    local: false,
    async next() {
      if (low === undefined) {
        const { rows } = await pool.query('select pg_snapshot_xmin(pg_current_snapshot())::text as low')
        low = rows[0]?.['low'] as string
        return []
      }
      const found = await pool.query({ name: 'touched-since', text: touchedSince, values: [low] })
      const rows = found.rows as readonly Row[]
      const fresh = rows.filter(({ sequence }) => sequence !== null && !seen.has(sequence))
      seen = new Set(rows.flatMap(({ sequence }) => sequence ?? []))
      low = rows[0]?.low ?? low
      return fresh.flatMap(({ touches: invalidated }) => invalidated.split(' '))
    },
  }
}
