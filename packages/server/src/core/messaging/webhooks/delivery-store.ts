import type { EventLogEntry } from '../../kernel/events/event.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Delivery, DeliveryState, Webhook } from './webhook.ts'

export type NewDelivery = Pick<Delivery, 'id' | 'webhookId' | 'sequence' | 'kind' | 'createdAt'>

/** A delivery that one dispatcher may attempt until its lease expires. */
export type ClaimedDelivery = { readonly delivery: Delivery; readonly lease: string }

/** How an attempt ended. */
export type AttemptEnd = Pick<
  Delivery,
  'state' | 'nextAttemptAt' | 'lastStatus' | 'lastError' | 'response'
> & {
  /** Start of the attempt in unix milliseconds. */
  readonly at: number
}

export type DeliveryStore = {
  /** Due at once. An event has at most one delivery for each webhook: an existing delivery is kept. */
  insert(deliveries: readonly NewDelivery[]): Promise<void>
  get(id: string): Promise<Delivery | undefined>
  /** Newest first. */
  list(query: {
    readonly webhookId: string
    readonly state?: DeliveryState | undefined
    readonly limit: number
    readonly from?: Position | undefined
  }): Promise<Slice<Delivery>>
  /** The enabled webhooks with due deliveries. */
  due(now: number): Promise<readonly Pick<Webhook, 'id' | 'domainId' | 'createdBy'>[]>
  /** Counts the attempt. Longest due first; skips deliveries that another transaction is claiming. */
  claim(query: {
    readonly webhookId: string
    readonly now: number
    readonly until: number
    readonly lease: string
    readonly limit: number
  }): Promise<readonly ClaimedDelivery[]>
  /** False, and nothing changed, when the lease is no longer held. */
  recordAttempt(id: string, lease: string, end: AttemptEnd): Promise<boolean>
  /** Undoes a claim and its attempt: nothing was sent. */
  release(id: string, lease: string, now: number): Promise<void>
  /** Makes the delivery due now, as if it were new; undefined while it is being attempted. */
  requeue(id: string, now: number): Promise<Delivery | undefined>
  /** Deletes at most `limit` created before that time. Returns their number. */
  purgeExpired(before: number, limit: number): Promise<number>
  /**
   * At most `limit` events that were not fanned out yet, oldest first, and none before which another may still
   * appear. `lock` locks the fan-out until the transaction ends; undefined when another transaction holds the lock.
   */
  nextUndelivered(limit: number, lock: boolean): Promise<readonly EventLogEntry[] | undefined>
  /** Advances the cursor: every event up to this position was fanned out. */
  advanceCursor(upTo: Position): Promise<void>
}
