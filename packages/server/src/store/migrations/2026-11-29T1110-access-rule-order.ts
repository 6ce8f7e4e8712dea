import type { Db } from '../engine/dialect.ts'

/** Which place an access rule has among those of its application credential; older ones follow each other by id. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema
    .alterTable('application_credential_access_rules')
    .addColumn('position', 'integer', (c) => c.notNull().defaultTo(0))
    .execute()
}
