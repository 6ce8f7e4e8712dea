/** An external server that receives events as they are recorded. */
export type Webhook = {
  /** 32 hex digits. */
  readonly id: string
  /** Only events of this domain; null: all events, including those without a domain. */
  readonly domainId: string | null
  readonly url: string
  readonly description: string | null
  /** Patterns of event kinds, see `kernel/events/kind-pattern.ts`; one match suffices. */
  readonly kinds: readonly string[]
  /** The user who created or last changed it; null: the operator, or a version that did not record this. */
  readonly createdBy: string | null
  readonly enabled: boolean
  /** Set when Muster disabled the webhook because the receiver answered 410 Gone. */
  readonly disabledReason: 'gone' | null
  /** Unix milliseconds. */
  readonly createdAt: number
  readonly updatedAt: number
  /** Starts at 1 and grows by 1 with every change. */
  readonly version: number
}

/** Rule target. The domain of a webhook for all domains is null, which equals no domain (T20). */
export const webhookTarget = ({ domainId }: Pick<Webhook, 'domainId'>) => ({
  target: { webhook: { domain_id: domainId } },
})

/** Reasons why an enabled webhook delivers nothing; see `maker.ts`. */
export const pauseReasons = ['maker_deleted', 'maker_disabled', 'maker_not_allowed'] as const
export type PauseReason = (typeof pauseReasons)[number]

/** A webhook as callers see it; the pause reason is computed when read and not stored. */
export type WebhookView = Webhook & { readonly pausedBecause: PauseReason | null }

/** An encrypted signing secret; it signs until `until` (unix milliseconds), null: without end. Lists are newest first. */
export type SealedSecret = { readonly sealed: string; readonly until: number | null }

/** `queued` is due at `nextAttemptAt`, `delivered` was accepted, `dead` is not retried. */
export const deliveryStates = ['queued', 'delivered', 'dead'] as const
export type DeliveryState = (typeof deliveryStates)[number]

/** One event on its way to one webhook. */
export type Delivery = {
  /** 32 hex digits; the same for every attempt, so that a receiver can detect repetitions. */
  readonly id: string
  readonly webhookId: string
  /** Sequence number of the event; null for a ping. */
  readonly sequence: number | null
  readonly kind: string
  readonly state: DeliveryState
  readonly attempts: number
  /** Unix milliseconds; null unless it is queued. */
  readonly nextAttemptAt: number | null
  /** HTTP status of the last attempt, null without a response; `lastError` is the error of a failed attempt. */
  readonly lastStatus: number | null
  readonly lastError: string | null
  /** The beginning of the last response body. */
  readonly response: string | null
  readonly createdAt: number
  readonly firstAttemptAt: number | null
  readonly lastAttemptAt: number | null
}

export const pingKind = 'webhook.ping'
