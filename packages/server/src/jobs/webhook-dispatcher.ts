import { operator } from '../core/kernel/caller.ts'
import type { AuditSource, Core } from '../core/kernel/executor.ts'
import { attemptDelivery } from '../core/messaging/webhooks/attempt-delivery.ts'
import { claimDeliveries } from '../core/messaging/webhooks/claim-deliveries.ts'
import type { ClaimedDelivery } from '../core/messaging/webhooks/delivery-store.ts'
import { fanOut } from '../core/messaging/webhooks/fan-out.ts'
import { makePoller, type Poller, type Round } from './poller.ts'

export type WebhookDispatcherParts = {
  readonly core: Core
  readonly source: AuditSource
  /** From 0 to below 1. */
  readonly random: () => number
  /** Called when a round starts to fail, and for every attempt whose result could not be recorded. */
  readonly onFailure: (error: Error) => void
}

export type WebhookDispatcher = Pick<Poller, 'start'> & {
  /**
   * Queues deliveries for new events, claims those that are due and starts to send them. Resolves when sending has
   * started; rejects if the database is unavailable.
   */
  round(): Promise<void>
  /** Resolves when no delivery is in progress. */
  settled(): Promise<void>
  /** Claims nothing more and aborts deliveries in progress; these are due at once. */
  stop(): Promise<void>
}

/** Milliseconds between polls, also while they fail; the end of an attempt starts a round sooner. */
const interval = 500
const maxInterval = 4000
/** Events per transaction. */
const batch = 500
/** Maximum number of concurrent attempts for one webhook, and in total. */
const perWebhook = 4
const inAll = 64

/**
 * Delivers the event log to webhooks at least once: if the process ends before the result is recorded, the attempt
 * is repeated when its lease expires.
 */
export const makeWebhookDispatcher = (parts: WebhookDispatcherParts): WebhookDispatcher => {
  const { core, source, random, onFailure } = parts
  /** Attempts in progress, and their number by webhook. */
  const attempts = new Set<Promise<void>>()
  const underWay = new Map<string, number>()

  const count = (id: string, by: number) => {
    const left = (underWay.get(id) ?? 0) + by
    if (left === 0) underWay.delete(id)
    else underWay.set(id, left)
  }
  const attempt = (claimed: ClaimedDelivery, { signal, wake }: Round) => {
    const { webhookId } = claimed.delivery
    count(webhookId, 1)
    const going: Promise<void> = core
      .run(attemptDelivery, { claimed, random, signal }, operator, source)
      .then(() => {}, onFailure)
      .finally(() => {
        count(webhookId, -1)
        attempts.delete(going)
        wake()
      })
    attempts.add(going)
  }

  const poller = makePoller({
    interval,
    maxInterval,
    onFailure,
    async round({ signal, wake }) {
      while (!signal.aborted && (await core.run(fanOut, { limit: batch }, operator, source)) === batch);
      if (signal.aborted) return
      for (const claimed of await core.run(
        claimDeliveries,
        { underWay, perWebhook, inAll },
        operator,
        source,
      ))
        attempt(claimed, { signal, wake })
    },
  })
  const { round, start } = poller
  return {
    round,
    start,
    async settled() {
      while (attempts.size > 0) await Promise.all(attempts)
    },
    async stop() {
      await poller.stop()
      await Promise.all(attempts)
    },
  }
}
