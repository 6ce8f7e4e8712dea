import {
  answerRecovery,
  recoveryBatch,
  recoveryRequested,
  type UnsentLink,
} from '../core/accounts/recovery/answer-recovery.ts'
import { operator } from '../core/kernel/caller.ts'
import type { AuditSource, Core } from '../core/kernel/executor.ts'
import { makePoller, type Poller } from './poller.ts'

export type RecoveryWorkerParts = {
  readonly core: Core
  readonly source: AuditSource
  readonly onFailure: (error: Error) => void
  readonly onUnsent?: (unsent: UnsentLink) => void
}

/** `round` processes all pending requests; it rejects if they cannot be read. */
export type RecoveryWorker = Pick<Poller, 'round' | 'start' | 'stop'>

/** Milliseconds between polls, also while they fail. */
const interval = 500
const maxInterval = 4000

/**
 * Processes recovery requests separately from the HTTP requests, so that response times do not reveal whether the
 * account exists (T73). For the same reason it polls and is not woken by a request.
 */
export const makeRecoveryWorker = ({
  core,
  source,
  onFailure,
  onUnsent,
}: RecoveryWorkerParts): RecoveryWorker =>
  makePoller({
    interval,
    maxInterval,
    onFailure,
    async round() {
      while (await core.run(recoveryRequested, {}, operator, source)) {
        const { count, unsent } = await core.run(answerRecovery, {}, operator, source)
        for (const one of unsent) onUnsent?.(one)
        if (count < recoveryBatch) return
      }
    },
  })
