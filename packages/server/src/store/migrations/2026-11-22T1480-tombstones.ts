import type { Db } from '../dialect.ts'

/** A deleted user remembers its status, and is listed and swept by when it was deleted. */
export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  await schema.alterTable('users').addColumn('former_status', 'text').execute()
  const lists: readonly (readonly [name: string, columns: readonly string[]])[] = [
    ['users_deleted', ['deleted_at', 'id']],
    ['users_deleted_domain', ['domain_id', 'deleted_at', 'id']],
  ]
  for (const [name, columns] of lists)
    await schema
      .createIndex(name)
      .on('users')
      .columns([...columns] as never)
      .where('deleted_at' as never, 'is not', null)
      .execute()
}
