import type { Db } from '../engine/dialect.ts'

/** Null, as written by older nodes, means that an import does not invite. */
export const up = async ({ q }: Db): Promise<void> => {
  await q.schema.alterTable('imports').addColumn('invite', 'integer').execute()
}
