import {
  answerRecovery,
  recoveryBatch,
  recoveryRequested,
  type UnsentLink,
} from '../core/accounts/recovery/answer-recovery.ts'
import type { AuditSource, Core } from '../core/kernel/executor.ts'

export type RecoveryWorkerParts = {
  readonly core: Core
  readonly source: AuditSource
  readonly onTrouble: (error: Error) => void
  readonly onUnsent?: (unsent: UnsentLink) => void
  /** Milliseconds between polls. */
  readonly interval?: number
}

export type RecoveryWorker = {
  /** Processes all pending requests. Rejects if they cannot be read. */
  round(): Promise<void>
  /** Starts polling. */
  start(): void
  stop(): Promise<void>
}

/**
 * Processes recovery requests separately from the HTTP requests, so that response times do not reveal whether the
 * account exists (T73). For the same reason it polls and is not woken by a request.
 */
export const makeRecoveryWorker = ({
  core,
  source,
  onTrouble,
  onUnsent,
  interval = 500,
}: RecoveryWorkerParts): RecoveryWorker => {
  const operator = { kind: 'operator' } as const
  let timer: NodeJS.Timeout | undefined
  let last: Promise<void> = Promise.resolve()
  let busy = false

  const answerAll = async () => {
    while (await core.run(recoveryRequested, {}, operator, source)) {
      const { count, unsent } = await core.run(answerRecovery, {}, operator, source)
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
