import type { Db } from '../engine/dialect.ts'

/** The position of an access rule in its application credential; older ones are ordered by id. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema
    .alterTable('application_credential_access_rules')
    .addColumn('position', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}
