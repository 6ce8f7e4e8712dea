import type { AuditSource, Core } from '../core/kernel/executor.ts'
import { attemptDelivery } from '../core/messaging/webhooks/attempt-delivery.ts'
import { claimDeliveries } from '../core/messaging/webhooks/claim-deliveries.ts'
import type { ClaimedDelivery } from '../core/messaging/webhooks/delivery-store.ts'
import { fanOut } from '../core/messaging/webhooks/fan-out.ts'

export type WebhookDispatcherParts = {
  readonly core: Core
  readonly source: AuditSource
  /** From 0 to below 1. */
  readonly random: () => number
  readonly onTrouble: (error: Error) => void
}

export type WebhookDispatcher = {
  /**
   * Queues deliveries for new events, claims those that are due and starts to send them. Resolves when sending has
   * started; rejects if the database is unavailable.
   */
  round(): Promise<void>
  /** Resolves when no delivery is in progress. */
  settled(): Promise<void>
  /** Starts rounds: periodically, and whenever an attempt ends. */
  start(): void
  /** Claims nothing more and aborts deliveries in progress; these are due at once. */
  stop(): Promise<void>
}

/** Milliseconds between polls. */
const interval = 500
/** Events per transaction. */
const batch = 500
/** Maximum number of concurrent attempts for one webhook, and in total. */
const perWebhook = 4
const inAll = 64

/**
 * Delivers the event log to webhooks at least once: if the process ends before the result is recorded, the attempt
 * is repeated when its lease expires.
 */
export const makeWebhookDispatcher = ({
  core,
  source,
  random,
  onTrouble,
}: WebhookDispatcherParts): WebhookDispatcher => {
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
      .run(attemptDelivery, { claimed, random, signal: stopping.signal }, operator, source)
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
      (await core.run(fanOut, { limit: batch }, operator, source)) === batch
    );
    if (stopping.signal.aborted) return
    for (const claimed of await core.run(claimDeliveries, { underWay, perWebhook, inAll }, operator, source))
      attempt(claimed)
  }
  const round = (): Promise<void> => {
    const next = last.then(look)
    last = next.catch(() => {})
    return next
  }
  const wake = () => {
    // A round that has not begun will see everything committed before it.
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
