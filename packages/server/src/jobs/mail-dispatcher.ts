import { operator } from '../core/kernel/caller.ts'
import type { AuditSource, Core } from '../core/kernel/executor.ts'
import { type ClaimedEmail, claimMessages } from '../core/messaging/mail/claim-messages.ts'
import {
  type EmailRenderer,
  type MailTransport,
  PermanentMailError,
} from '../core/messaging/mail/mail-transport.ts'
import { markFailed, markSent } from '../core/messaging/mail/mark-message.ts'
import type { Message } from '../core/messaging/mail/message.ts'
import { maxAttempts, nextAttempt } from '../core/messaging/retry/backoff.ts'
import { makePoller, type Poller } from './poller.ts'
import { redactError } from './redact-error.ts'

export type MailDispatcherParts = {
  readonly core: Core
  readonly source: AuditSource
  readonly mailTransport: MailTransport
  readonly render: EmailRenderer
  readonly now: () => number
  /** From 0 to below 1. */
  readonly random: () => number
  /** Called for a failed attempt; `final` if there will be no retry. */
  readonly onAttemptFailed: (message: Message, error: string, final: boolean) => void
  /** Called when the messages cannot be read. */
  readonly onFailure: (error: Error) => void
}

/** `round` sends everything that is due, and rejects if the messages cannot be read. `wake`: a message may be due. */
export type MailDispatcher = Poller

/** Maximum number of concurrent emails. */
const concurrency = 8
/** Milliseconds between polls; a commit of this process starts a round sooner. */
const interval = 5000

/**
 * Sends queued emails of all nodes at least once: if the process ends before the result is recorded, the email is
 * sent again when its lease expires.
 */
export const makeMailDispatcher = (parts: MailDispatcherParts): MailDispatcher => {
  const { core, source, mailTransport, render, now, random, onAttemptFailed, onFailure } = parts

  const fail = async ({ message, lease, parameters }: ClaimedEmail, thrown: unknown) => {
    const error = redactError(thrown, [message.to, ...Object.values(parameters)])
    const final = thrown instanceof PermanentMailError
    const nextAttemptAt = final ? undefined : nextAttempt(message.attempts, now(), random)
    await core.run(markFailed, { message, lease, error, nextAttemptAt }, operator, source)
    onAttemptFailed(message, error, nextAttemptAt === undefined)
  }

  const deliver = async (claimed: ClaimedEmail) => {
    const { message, lease, parameters } = claimed
    try {
      // Reached only if the process ended during the last attempt.
      if (message.attempts > maxAttempts) throw new PermanentMailError('Every attempt was interrupted.')
      await mailTransport.send(render({ ...message, parameters }))
    } catch (thrown) {
      return fail(claimed, thrown)
    }
    await core.run(markSent, { message, lease }, operator, source)
  }

  return makePoller({
    interval,
    onFailure,
    async round({ signal }) {
      while (!signal.aborted) {
        const claimed = await core.run(claimMessages, { limit: concurrency }, operator, source)
        const results = await Promise.allSettled(claimed.map(deliver))
        const failed = results.find((result) => result.status === 'rejected')
        if (failed) throw failed.reason
        if (claimed.length < concurrency) return
      }
    },
  })
}
