import type { Db } from '../dialect.ts'

/**
 * Filters and orders of lists of users. Each index costs every new user something: those of statuses and kinds
 * hold only what is rare, and what is common is found on the way through any other.
 */
export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .alterTable('users')
    .addColumn('version', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  const index = (name: string, columns: string[]) => schema.createIndex(name).on('users').columns(columns)
  await index('users_every_name', ['name', 'id']).execute()
  await index('users_created', ['created_at', 'id']).execute()
  await index('users_domain_created', ['domain_id', 'created_at', 'id']).execute()
  await index('users_email', ['email', 'id'])
    .where('email' as never, 'is not', null)
    .execute()
  await index('users_status', ['status', 'id'])
    .where('status' as never, '<>', 'active')
    .execute()
  await index('users_kind', ['kind', 'id'])
    .where('kind' as never, '<>', 'human')
    .execute()
}
