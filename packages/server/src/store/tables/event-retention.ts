import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { deleteSome } from '../engine/delete-some.ts'
import type { Db } from '../engine/dialect.ts'
import { beyond } from '../engine/event-order.ts'
import { earliest } from '../engine/webhook-start-position.ts'

/** Events that the slowest reader has not read: after its position and after the start of the oldest webhook. */
const unread = async ({ name: dialect, q }: Db): Promise<RawBuilder<SqlBool>> => {
  // Read first: a webhook that is created later needs only later events.
  const listening = await q.selectFrom('webhooks').select('since').where('enabled', '=', 1).execute()
  const readers = await q.selectFrom('journal_readers').selectAll().execute()
  if (listening.length === 0) return sql`1 = 0`
  const start = earliest(
    dialect,
    listening.map(({ since }) => since),
  )
  const behind = readers.map(({ sequence, transaction_id }) =>
    beyond(dialect, { id: String(sequence), value: transaction_id }),
  )
  return sql`(${beyond(dialect, start)} and (${sql.join(behind, sql` or `)}))`
}

/** See `EventStore`. */
export const purgeExpiredEvents = async (
  db: Db,
  { before, except }: { readonly before: number; readonly except: readonly string[] },
  limit: number,
): Promise<number> => {
  const where = sql<SqlBool>`at < ${before} and kind not in (${sql.join(except)}) and not ${await unread(db)}
    and not exists (select 1 from webhook_deliveries d where d.sequence = events.sequence)`
  return deleteSome(db, 'events', { column: 'at', where }, limit)
}
