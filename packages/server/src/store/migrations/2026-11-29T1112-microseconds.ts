import type { Db } from '../engine/dialect.ts'

/** The microseconds of an end, beside its milliseconds. With a constant default no table is rewritten. */
export const up = async ({ q }: Db): Promise<void> => {
  for (const table of ['trusts', 'application_credentials'])
    await q.schema
      .alterTable(table)
      .addColumn('expires_microseconds', 'integer', (c) => c.notNull().defaultTo(0))
      .execute()
}
