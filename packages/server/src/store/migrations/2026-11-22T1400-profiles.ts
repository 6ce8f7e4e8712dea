import { text } from '../columns.ts'
import type { Db } from '../dialect.ts'

/** What accounts know of a person beyond Identity v3. */
export const up = async (db: Db): Promise<void> => {
  const { schema } = db.q
  for (const name of ['given_name', 'family_name', 'phone_number', 'picture_url', 'metadata', 'preferences'])
    await schema.alterTable('users').addColumn(name, 'text').execute()
  for (const name of ['plan_id', 'former_claimed_email'])
    await schema
      .alterTable('users')
      .addColumn(name, text(db) as never)
      .execute()
  for (const name of ['plan_expires_at', 'invited_until'])
    await schema.alterTable('users').addColumn(name, 'bigint').execute()
  await schema
    .createIndex('users_former_claimed_email')
    .on('users')
    .columns(['domain_id', 'former_claimed_email'])
    .where('former_claimed_email' as never, 'is not', null)
    .execute()
  await schema
    .createIndex('users_plan')
    .on('users')
    .columns(['plan_id', 'plan_expires_at'])
    .where('plan_id' as never, 'is not', null)
    .execute()
}
