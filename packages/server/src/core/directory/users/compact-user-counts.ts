import { command } from '../../kernel/operation.ts'

/** Compacts the incremental user counts, so that counting users stays fast. */
export const compactUserCounts = command({
  access: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores }): Promise<void> => stores.users.compactCounts(),
})
