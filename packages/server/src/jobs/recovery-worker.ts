import {
  answerRecovery,
  recoveryAsked,
  recoveryBatch,
  type UnsentLink,
} from '../core/accounts/recovery/answer-recovery.ts'
import type { AuditSource, Core } from '../core/kernel/executor.ts'

export type RecoveryClerkParts = {
  readonly core: Core
  readonly origin: AuditSource
  readonly onTrouble: (error: Error) => void
  readonly onUnsent?: (unsent: UnsentLink) => void
  /** Milliseconds between looks at the line. */
  readonly interval?: number
}

export type RecoveryWorker = {
  /** Answers every request that waits. Throws when they cannot be reached. */
  round(): Promise<void>
  /** From now on: every now and then. */
  start(): void
  stop(): Promise<void>
}

/**
 * Looks whom requests for a new password name, apart from the requests themselves: nobody who asks can then tell
 * by the time of the answer whether there was such a user (T73). Nobody is woken by one either, for the same reason.
 */
export const makeRecoveryWorker = ({
  core,
  origin,
  onTrouble,
  onUnsent,
  interval = 500,
}: RecoveryClerkParts): RecoveryWorker => {
  const operator = { kind: 'operator' } as const
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let busy = false

  const answerAll = async () => {
    while (await core.run(recoveryAsked, {}, operator, origin)) {
      const { count, unsent } = await core.run(answerRecovery, {}, operator, origin)
      for (const one of unsent) onUnsent?.(one)
      if (count < recoveryBatch) return
    }
  }
  const round = (): Promise<void> => {
    const next = last.then(answerAll)
    last = next.catch(() => {})
    return next
  }
  return {
    round,
    start() {
      timer ??= setInterval(() => {
        if (busy) return
        busy = true
        round()
          .catch(onTrouble)
          .finally(() => {
            busy = false
          })
      }, interval).unref()
    },
    async stop() {
      clearInterval(timer)
      await last
    },
  }
}
