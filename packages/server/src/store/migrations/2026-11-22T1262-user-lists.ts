import type { Db } from '../dialect.ts'

/** Filters and orders of lists of users, over everybody and inside one domain. */
const indexes = {
  users_email: ['email', 'id'],
  users_every_name: ['name', 'id'],
  users_created: ['created_at', 'id'],
  users_domain_created: ['domain_id', 'created_at', 'id'],
  users_status: ['status', 'id'],
  users_domain_status: ['domain_id', 'status', 'id'],
  users_kind: ['kind', 'id'],
  users_domain_kind: ['domain_id', 'kind', 'id'],
} as const

export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema
    .alterTable('users')
    .addColumn('version', 'integer', (c) => c.notNull().defaultTo(1))
    .execute()
  for (const [name, columns] of Object.entries(indexes))
    await schema
      .createIndex(name)
      .on('users')
      .columns([...columns])
      .execute()
}
