import { command } from '../operation.ts'

/** Forgets links that are over. */
export const sweepRecovery = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: object, { stores, now }): Promise<number> => stores.recovery.sweep(now),
})
