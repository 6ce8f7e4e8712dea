import { cleanupBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Seconds for which the parameters of a dead message are kept, so that an administrator can retry it. */
const deadTime = 604_800

/** Deletes one batch of old sent and dead messages and of parameters of dead ones. Returns the number of rows. */
export const purgeExpiredMessages = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: Record<string, never>, { stores, ports: { settings }, now }): Promise<number> => {
    const deleted = await stores.messages.purgeExpired(now - settings.messageRetention * 1000, cleanupBatch)
    return deleted + (await stores.messages.purgeParameters(now - deadTime * 1000, cleanupBatch))
  },
})
