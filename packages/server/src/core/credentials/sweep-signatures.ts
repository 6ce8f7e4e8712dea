import { command } from '../operation.ts'

/** Forgets signatures whose requests are too old to count. Answers how many. */
export const sweepSignatures = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores, ports }): Promise<number> =>
    stores.credentials.sweepSignatures(ports.wallTime()),
})
