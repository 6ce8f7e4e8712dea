import type { Db } from '../engine/dialect.ts'

/** The address of an invitation as it was typed, which its letter goes to; null: as it is compared. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema.alterTable('invitations').addColumn('sent_to', 'text').execute()
}
