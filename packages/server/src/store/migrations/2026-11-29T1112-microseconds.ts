import type { Db } from '../engine/dialect.ts'

/** The microseconds of an expiry, in addition to its milliseconds. A constant default does not rewrite the table. */
export const up = async ({ q }: Db): Promise<void> => {
  for (const table of ['trusts', 'application_credentials'])
    await q.schema
      .alterTable(table)
      .addColumn('expires_microseconds', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
}
