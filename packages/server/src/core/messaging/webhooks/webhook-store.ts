import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { SealedSecret, Webhook } from './webhook.ts'

/** An enabled webhook, for the fan-out of events. */
export type Listener = {
  readonly webhook: Webhook
  /** Whether an event at this position was committed after the webhook was created or enabled, as far as known. */
  readonly receives: (at: Position) => boolean
}

export type WebhookChange = {
  readonly url?: string | undefined
  readonly description?: string | null | undefined
  readonly kinds?: readonly string[] | undefined
  /** Enabling starts from the current position: events recorded while disabled are not delivered. */
  readonly enabled?: boolean | undefined
  readonly createdBy?: string | undefined
  readonly disabledReason?: Webhook['disabledReason'] | undefined
  readonly secrets?: readonly SealedSecret[] | undefined
  readonly updatedAt: number
}

export type WebhookStore = {
  /** Rejects with `not_found` when there is no such domain. */
  insert(webhook: Omit<Webhook, 'version'>, secrets: readonly SealedSecret[]): Promise<Webhook>
  get(id: string): Promise<Webhook | undefined>
  secrets(id: string): Promise<readonly SealedSecret[]>
  /** Ordered by id; limited to one domain when `domainId` is set. */
  list(query: {
    readonly domainId?: string | undefined
    readonly limit: number
    readonly from?: Position | undefined
  }): Promise<Slice<Webhook>>
  countOf(domainId: string | null): Promise<number>
  update(id: string, change: WebhookChange): Promise<Webhook | undefined>
  delete(id: string): Promise<boolean>
  listeners(): Promise<readonly Listener[]>
}
