import type { Webhook } from '@muster/sdk'

/** What the form of a webhook contains. */
export type WebhookDraft = {
  readonly url: string
  readonly description: string
  readonly kinds: readonly string[]
  /** A kind that was typed and not added yet; it counts. */
  readonly kind: string
  /** Empty: events of all domains. */
  readonly domainId: string
}

export const emptyDraft: WebhookDraft = { url: '', description: '', kinds: [], kind: '', domainId: '' }

export const toDraft = (webhook: Webhook): WebhookDraft => ({
  ...emptyDraft,
  url: webhook.url,
  description: webhook.description ?? '',
  kinds: webhook.kinds,
  domainId: webhook.domain_id ?? '',
})

/** The fields that a request sends. */
export const fieldsOf = ({ url, description, kinds, kind }: WebhookDraft) => ({
  url: url.trim(),
  description: description.trim() === '' ? null : description,
  kinds: [...new Set([...kinds, ...(kind.trim() === '' ? [] : [kind.trim()])])],
})
