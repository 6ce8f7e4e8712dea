import type { JournalEntry } from '../../kernel/events/event.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Delivery, DeliveryState, Webhook } from './webhook.ts'

export type NewDelivery = Pick<Delivery, 'id' | 'webhookId' | 'sequence' | 'kind' | 'createdAt'>

/** A delivery that one courier tries now, until its lease is over. */
export type ClaimedDelivery = { readonly delivery: Delivery; readonly lease: string }

/** How an attempt ended. */
export type AttemptEnd = Pick<
  Delivery,
  'state' | 'nextAttemptAt' | 'lastStatus' | 'lastError' | 'response'
> & {
  /** Unix milliseconds when it began. */
  readonly at: number
}

export type DeliveryStore = {
  /** Due at once. One event never becomes two deliveries to one webhook: what is there already stays. */
  insert(deliveries: readonly NewDelivery[]): Promise<void>
  get(id: string): Promise<Delivery | undefined>
  /** Newest first. */
  list(query: {
    readonly webhookId: string
    readonly state?: DeliveryState | undefined
    readonly limit: number
    readonly from?: Position | undefined
  }): Promise<Slice<Delivery>>
  /** The enabled webhooks that something is due for. */
  due(now: number): Promise<readonly Pick<Webhook, 'id' | 'domainId' | 'createdBy'>[]>
  /** Counts the attempt. The longest due first; what is claimed by somebody else right now is left out. */
  claim(query: {
    readonly webhookId: string
    readonly now: number
    readonly until: number
    readonly lease: string
    readonly limit: number
  }): Promise<readonly ClaimedDelivery[]>
  /** Nothing, when the lease is somebody else's by now. */
  end(id: string, lease: string, end: AttemptEnd): Promise<boolean>
  /** Takes back that it was tried: nothing was sent. */
  release(id: string, lease: string, now: number): Promise<void>
  /** Due now, as if it were new; undefined when it is being tried at this moment. */
  requeue(id: string, now: number): Promise<Delivery | undefined>
  /** Forgets at most `limit` made before; answers how many. */
  sweep(before: number, limit: number): Promise<number>
  /**
   * At most `limit` events that were not handed out yet, oldest first, and none before which another may still
   * appear. `take`: nobody else may hand out until the transaction ends; undefined when somebody else does now.
   */
  untold(limit: number, take: boolean): Promise<readonly JournalEntry[] | undefined>
  /** Everything up to here was handed out. */
  told(upTo: Position): Promise<void>
}
