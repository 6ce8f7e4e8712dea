import { sql } from 'kysely'
import type { Db } from '../dialect.ts'

/** Each but the one on subjects is written at its end, where it costs an insert next to nothing. */
export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  const order = db.name === 'sqlite' ? ['sequence'] : ['xid', 'sequence']
  const index = (name: string, ...columns: readonly string[]) =>
    schema
      .createIndex(name)
      .on('events')
      .columns([...columns, ...order])
  await schema.dropIndex('events_subject').execute()
  await index('events_subject', 'subject_type', 'subject_id').execute()
  await index('events_kind', 'kind').execute()
  await index('events_domain', 'domain_id')
    .where('domain_id' as never, 'is not', null)
    .execute()
  await index('events_domain_kind', 'domain_id', 'kind')
    .where('domain_id' as never, 'is not', null)
    .execute()
  await index('events_actor', 'actor_id')
    .where('actor_id' as never, 'is not', null)
    .execute()
  await schema.createIndex('events_at').on('events').column('at').execute()
  if (db.name === 'postgres') await sql`create index events_order on events (xid, sequence)`.execute(db.q)
}
