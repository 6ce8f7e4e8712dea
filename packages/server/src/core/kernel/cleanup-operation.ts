import { type Command, type CommandContext, command } from './operation.ts'

/** The maximum number of rows that one cleanup transaction deletes, so that requests are not held up. */
export const cleanupBatch = 500

type CleanupCommand = Command<Record<string, never>, undefined, undefined, number>

/** A command that processes one batch and returns the number of rows; after a full batch it runs again at once. */
export type CleanupOperation = { readonly operation: CleanupCommand; readonly batch: number }

/** A command of the operator that deletes at most `cleanupBatch` rows. */
export const cleanupCommand = (apply: (at: CommandContext) => Promise<number>): CleanupCommand =>
  command({ access: 'operator', isolation: 'read committed', apply: (_input, at) => apply(at) })

export const inCleanupBatches = (operation: CleanupCommand): CleanupOperation => ({
  operation,
  batch: cleanupBatch,
})
