import { command } from '../operation.ts'

/** Seconds that an administrator has to have a dead message tried again: its links and passwords are kept as long. */
const deadTime = 604_800

/** Forgets old messages, sent and dead, and sooner the parameters of dead ones. Answers how many messages. */
export const sweepMessages = command({
  rule: 'operator',
  isolation: 'read committed',
  apply: (_input: Record<string, never>, { stores, ports: { settings }, now }): Promise<number> =>
    stores.messages.sweep({
      message: now - settings.messageRetention * 1000,
      parameters: now - deadTime * 1000,
    }),
})
