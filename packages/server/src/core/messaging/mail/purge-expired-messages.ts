import { cleanUpBatch } from '../../kernel/clean-up.ts'
import { command } from '../../kernel/operation.ts'

/** Seconds that an administrator has to have a dead message tried again: its links and passwords are kept as long. */
const deadTime = 604_800

/** Deletes some of the old messages, sent and dead, and sooner the parameters of dead ones. Answers how many rows. */
export const purgeExpiredMessages = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: async (_input: Record<string, never>, { stores, ports: { settings }, now }): Promise<number> => {
    const deleted = await stores.messages.sweep(now - settings.messageRetention * 1000, cleanUpBatch)
    return deleted + (await stores.messages.forgetParameters(now - deadTime * 1000, cleanUpBatch))
  },
})
