import { text } from '../engine/columns.ts'
import type { Db } from '../engine/dialect.ts'

export const up = async (db: Db): Promise<void> => {
  await db.q.schema
    .createTable('service_providers')
    .addColumn('id', text(db), (c) => c.primaryKey())
    .addColumn('description', 'text')
    .addColumn('enabled', 'integer', (c) => c.notNull())
    .addColumn('auth_url', 'text', (c) => c.notNull())
    .addColumn('sp_url', 'text', (c) => c.notNull())
    .addColumn('relay_state_prefix', 'text', (c) => c.notNull())
    .execute()
}
