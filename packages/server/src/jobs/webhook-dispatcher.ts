import type { AuditSource, Core } from '../core/kernel/executor.ts'
import { attemptDelivery } from '../core/messaging/webhooks/attempt-delivery.ts'
import { claimDeliveries } from '../core/messaging/webhooks/claim-deliveries.ts'
import type { ClaimedDelivery } from '../core/messaging/webhooks/delivery-store.ts'
import { fanOut } from '../core/messaging/webhooks/fan-out.ts'

export type WebhookCourierParts = {
  readonly core: Core
  readonly origin: AuditSource
  /** From 0 to below 1. */
  readonly random: () => number
  readonly onTrouble: (error: Error) => void
}

export type WebhookDispatcher = {
  /**
   * Queues what happened, takes what is due and begins to send it. Resolves when that has begun, and throws when the
   * database cannot be reached.
   */
  round(): Promise<void>
  /** Resolves when nothing is being sent. */
  settled(): Promise<void>
  /** From now on: now and then, and whenever an attempt makes room for another. */
  start(): void
  /** Takes nothing more and breaks off what is being sent; it is due at once then. */
  stop(): Promise<void>
}

/** Milliseconds between looks. */
const interval = 500
/** Events of one transaction. */
const batch = 500
/** Attempts under way for one webhook, and in all. */
const perWebhook = 4
const inAll = 64

/**
 * Tells webhooks what the journal holds, at least once each: an attempt whose end was not noted, since the process
 * ended in between, is made again when its lease is over.
 */
export const makeWebhookDispatcher = ({
  core,
  origin,
  random,
  onTrouble,
}: WebhookCourierParts): WebhookDispatcher => {
  const operator = { kind: 'operator' } as const
  const stopping = new AbortController()
  const underWay = new Map<string, number>()
  const attempts = new Set<Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let waiting = false
  let last: Promise<void> = Promise.resolve()

  const count = (id: string, by: number) => {
    const left = (underWay.get(id) ?? 0) + by
    if (left === 0) underWay.delete(id)
    else underWay.set(id, left)
  }
  const attempt = (claimed: ClaimedDelivery) => {
    const { webhookId } = claimed.delivery
    count(webhookId, 1)
    const going: Promise<void> = core
      .run(attemptDelivery, { claimed, random, signal: stopping.signal }, operator, origin)
      .then(() => {}, onTrouble)
      .finally(() => {
        count(webhookId, -1)
        attempts.delete(going)
        wake()
      })
    attempts.add(going)
  }
  const look = async () => {
    while (
      !stopping.signal.aborted &&
      (await core.run(fanOut, { limit: batch }, operator, origin)) === batch
    );
    if (stopping.signal.aborted) return
    for (const claimed of await core.run(claimDeliveries, { underWay, perWebhook, inAll }, operator, origin))
      attempt(claimed)
  }
  const round = (): Promise<void> => {
    const next = last.then(look)
    last = next.catch(() => {})
    return next
  }
  const wake = () => {
    // One round that has not begun sees everything that was committed before.
    if (timer === undefined || waiting || stopping.signal.aborted) return
    waiting = true
    setImmediate(() => {
      last.then(() => {
        waiting = false
      })
      round().catch(onTrouble)
    })
  }

  return {
    round,
    async settled() {
      while (attempts.size > 0) await Promise.all(attempts)
    },
    start() {
      if (timer !== undefined || stopping.signal.aborted) return
      timer = setInterval(wake, interval)
      timer.unref()
    },
    async stop() {
      clearInterval(timer)
      stopping.abort()
      await last
      await Promise.all(attempts)
    },
  }
}
