import type { Db } from '../engine/dialect.ts'

/** The recipient of an invitation as typed; null: the normalized address. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema.alterTable('invitations').addColumn('sent_to', 'text').execute()
}
