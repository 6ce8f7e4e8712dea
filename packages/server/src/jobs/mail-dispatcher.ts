import type { AuditSource, Core } from '../core/kernel/executor.ts'
import { type ClaimedLetter, claimMessages } from '../core/messaging/mail/claim-messages.ts'
import {
  type EmailRenderer,
  type MailTransport,
  PermanentMailError,
} from '../core/messaging/mail/mail-transport.ts'
import { markFailed, markSent } from '../core/messaging/mail/mark-message.ts'
import type { Message } from '../core/messaging/mail/message.ts'
import { maxAttempts, nextAttempt } from '../core/messaging/retry/backoff.ts'
import { redactError } from './redact-error.ts'

export type CourierParts = {
  readonly core: Core
  readonly origin: AuditSource
  readonly post: MailTransport
  readonly write: EmailRenderer
  readonly now: () => number
  /** From 0 to below 1. */
  readonly random: () => number
  /** An attempt that failed; `final` when there will be no other. */
  readonly onFailed: (message: Message, error: string, final: boolean) => void
  /** The messages themselves cannot be reached; told once, until they can be again. */
  readonly onTrouble: (error: Error) => void
}

export type MailDispatcher = {
  /** Sends everything that is due. Resolves when that is done, and throws when messages cannot be reached. */
  round(): Promise<void>
  /** From now on: whenever it is woken, and now and then. */
  start(): void
  /** Something may be due; does nothing unless started. */
  wake(): void
  /** Takes nothing more, and waits for the letters under way. */
  stop(): Promise<void>
}

/** Letters under way at once. */
const atOnce = 8
/** Milliseconds between looks at what is due; a commit of this process wakes sooner. */
const interval = 5000

/**
 * Sends what was queued, here or by any other node, at least once: a letter whose sending was not noted, since the
 * process ended in between, is sent again when its lease is over.
 */
export const makeMailDispatcher = (parts: CourierParts): MailDispatcher => {
  const { core, origin, post, write, now, random, onFailed, onTrouble } = parts
  const operator = { kind: 'operator' } as const
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let waiting = false
  let troubled = false
  let last: Promise<void> = Promise.resolve()

  const fail = async ({ message, lease, parameters }: ClaimedLetter, thrown: unknown) => {
    const error = redactError(thrown, [message.to, ...Object.values(parameters)])
    const final = thrown instanceof PermanentMailError
    const nextAttemptAt = final ? undefined : nextAttempt(message.attempts, now(), random)
    await core.run(markFailed, { message, lease, error, nextAttemptAt }, operator, origin)
    onFailed(message, error, nextAttemptAt === undefined)
  }

  const deliver = async (claimed: ClaimedLetter) => {
    const { message, lease, parameters } = claimed
    try {
      // Only a courier that ended in the last attempt, every time, leaves such a message behind.
      if (message.attempts > maxAttempts) throw new PermanentMailError('Every attempt was interrupted.')
      await post.send(write({ ...message, parameters }))
    } catch (thrown) {
      return fail(claimed, thrown)
    }
    await core.run(markSent, { message, lease }, operator, origin)
  }

  const sendAll = async () => {
    while (!stopped) {
      const claimed = await core.run(claimMessages, { limit: atOnce }, operator, origin)
      const ends = await Promise.allSettled(claimed.map(deliver))
      const broken = ends.find((end) => end.status === 'rejected')
      if (broken) throw broken.reason
      if (claimed.length < atOnce) return
    }
  }

  const round = (): Promise<void> => {
    const next = last.then(sendAll)
    last = next.catch(() => {})
    return next
  }
  const wake = () => {
    // One round that has not begun sees everything that was committed before.
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
