import { choiceOf, given } from '../search-values.ts'

export const deliveryStates = ['queued', 'delivered', 'dead'] as const

/** What the address of a webhook contains. */
export type WebhookSearch = {
  readonly tab?: 'settings'
  readonly state?: (typeof deliveryStates)[number]
}

export const readWebhookSearch = (raw: Record<string, unknown>): WebhookSearch =>
  given({ tab: choiceOf(raw['tab'], ['settings'] as const), state: choiceOf(raw['state'], deliveryStates) })
