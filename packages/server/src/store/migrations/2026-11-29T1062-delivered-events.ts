import type { Db } from '../dialect.ts'

/** Finds the deliveries of an event, which must not be deleted before them. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema.createIndex('webhook_deliveries_event').on('webhook_deliveries').column('sequence').execute()
}
