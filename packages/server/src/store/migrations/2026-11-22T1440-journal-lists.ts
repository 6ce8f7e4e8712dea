import type { Db } from '../engine/dialect.ts'
import { buildIndex, replaceIndex } from '../engine/online.ts'

/** All indexes except the one on subjects are appended at their end, so that inserts stay cheap. */
export const online = async (db: Db): Promise<void> => {
  const order = db.name === 'sqlite' ? 'sequence' : 'xid, sequence'
  const events = (name: string, definition: string) => ({ name, table: 'events', definition })
  await replaceIndex(db, events('events_subject', `(subject_type, subject_id, ${order})`))
  await buildIndex(db, events('events_kind', `(kind, ${order})`))
  await buildIndex(db, events('events_domain', `(domain_id, ${order}) where domain_id is not null`))
  await buildIndex(
    db,
    events('events_domain_kind', `(domain_id, kind, ${order}) where domain_id is not null`),
  )
  await buildIndex(db, events('events_actor', `(actor_id, ${order}) where actor_id is not null`))
  await buildIndex(db, events('events_at', '(at)'))
  if (db.name === 'postgres') await buildIndex(db, events('events_order', '(xid, sequence)'))
}
