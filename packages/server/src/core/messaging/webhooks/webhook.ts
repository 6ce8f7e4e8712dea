/** Somebody else's server that hears of events as they are recorded. */
export type Webhook = {
  /** 32 hex digits. */
  readonly id: string
  /** Only events of this domain; null: of all, and of none. */
  readonly domainId: string | null
  readonly url: string
  readonly description: string | null
  /** Kinds of events, see `kernel/events/kind-pattern.ts`; one that matches is enough. */
  readonly kinds: readonly string[]
  /** The user who made it or changed it last; null: the operator, or a version that did not record this. */
  readonly createdBy: string | null
  readonly enabled: boolean
  /** Why it was disabled by the server itself: it answered that it is gone. */
  readonly disabledReason: 'gone' | null
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** 1, and one more with every change. */
  readonly version: number
}

/** What rules may compare. The domain of a webhook for all domains is null, which equals nothing (T20). */
export const webhookTarget = ({ domainId }: Pick<Webhook, 'domainId'>) => ({
  target: { webhook: { domain_id: domainId } },
})

/** Why nothing is delivered although the webhook is enabled: see `maker.ts`. */
export const pauseReasons = ['maker_deleted', 'maker_disabled', 'maker_not_allowed'] as const
export type PauseReason = (typeof pauseReasons)[number]

/** A webhook as callers see it; the reason is found at reading and stored nowhere. */
export type WebhookView = Webhook & { readonly pausedBecause: PauseReason | null }

/** Signs what is sent; the others sign too until their time (unix milliseconds) is over. Newest first. */
export type SealedSecret = { readonly sealed: string; readonly until: number | null }

/** `queued` is due at `nextAttemptAt`, `delivered` was taken, `dead` will not be tried again. */
export const deliveryStates = ['queued', 'delivered', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** One event on its way to one webhook. */
export type Delivery = {
  /** 32 hex digits; the same for every attempt, so that a receiver knows a repetition. */
  readonly id: string
  readonly webhookId: string
  /** Of the event; null for a ping. */
  readonly sequence: number | null
  readonly kind: string
  readonly state: DeliveryState
  readonly attempts: number
  /** Unix milliseconds; null unless it is queued. */
  readonly nextAttemptAt: number | null
  /** Of the last attempt: the HTTP status if there was an answer, what went wrong if something did. */
  readonly lastStatus: number | null
  readonly lastError: string | null
  /** The beginning of the last answer's body. */
  readonly response: string | null
  readonly createdAt: number
  readonly firstAttemptAt: number | null
  readonly lastAttemptAt: number | null
}

export const pingKind = 'webhook.ping'
