import { command } from '../../kernel/operation.ts'

/** Adds up the changes that count users, so that asking how many there are stays quick. */
export const compactUserCounts = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores }): Promise<void> => stores.users.compactCounts(),
})
