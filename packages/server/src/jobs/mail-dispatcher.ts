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
  readonly onFailed: (message: Message, error: string, final: boolean) => void
  /** Called once when the messages cannot be read, and again only after a success in between. */
  readonly onTrouble: (error: Error) => void
}

export type MailDispatcher = {
  /** Sends everything that is due. Rejects if the messages cannot be read. */
  round(): Promise<void>
  /** Starts rounds: on `wake`, and periodically. */
  start(): void
  /** Starts a round because a message may be due; does nothing unless started. */
  wake(): void
  /** Claims nothing more and waits for the emails in progress. */
  stop(): Promise<void>
}

/** Maximum number of concurrent emails. */
const concurrency = 8
/** Milliseconds between polls; a commit of this process starts a round sooner. */
const interval = 5000

/**
 * Sends queued emails of all nodes at least once: if the process ends before the result is recorded, the email is
 * sent again when its lease expires.
 */
export const makeMailDispatcher = (parts: MailDispatcherParts): MailDispatcher => {
  const { core, source, mailTransport, render, now, random, onFailed, onTrouble } = parts
  const operator = { kind: 'operator' } as const
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let waiting = false
  let troubled = false
  let last: Promise<void> = Promise.resolve()

  const fail = async ({ message, lease, parameters }: ClaimedEmail, thrown: unknown) => {
    const error = redactError(thrown, [message.to, ...Object.values(parameters)])
    const final = thrown instanceof PermanentMailError
    const nextAttemptAt = final ? undefined : nextAttempt(message.attempts, now(), random)
    await core.run(markFailed, { message, lease, error, nextAttemptAt }, operator, source)
    onFailed(message, error, nextAttemptAt === undefined)
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

  const sendAll = async () => {
    while (!stopped) {
      const claimed = await core.run(claimMessages, { limit: concurrency }, operator, source)
      const ends = await Promise.allSettled(claimed.map(deliver))
      const broken = ends.find((end) => end.status === 'rejected')
      if (broken) throw broken.reason
      if (claimed.length < concurrency) return
    }
  }

  const round = (): Promise<void> => {
    const next = last.then(sendAll)
    last = next.catch(() => {})
    return next
  }
  const wake = () => {
    // A round that has not begun will see everything committed before it.
    if (timer === undefined || waiting) return
    waiting = true
    setImmediate(() => {
      last.then(() => {
        waiting = false
      })
      round().then(
        () => {
          troubled = false
        },
        (error) => {
          if (!troubled) onTrouble(error)
          troubled = true
        },
      )
    })
  }

  return {
    round,
    wake,
    start() {
      if (timer !== undefined || stopped) return
      timer = setInterval(wake, interval)
      timer.unref()
      wake()
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await last
    },
  }
}
