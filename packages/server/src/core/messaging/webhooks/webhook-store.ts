import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { SealedSecret, Webhook } from './webhook.ts'

/** An enabled webhook, as the one who hands out events needs it. */
export type Listener = {
  readonly webhook: Webhook
  /** Whether an event at this place was committed after the webhook was made or enabled, as far as it can tell. */
  readonly hears: (at: Position) => boolean
}

export type WebhookChange = {
  readonly url?: string | undefined
  readonly description?: string | null | undefined
  readonly kinds?: readonly string[] | undefined
  /** Enabling begins anew: what happened meanwhile is not heard. */
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
  /** By id, of one domain when that is given. */
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
