import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireWebhook } from './get-webhook.ts'
import { withPause } from './maker.ts'
import { type WebhookView, webhookTarget } from './webhook.ts'
import { checkedWords, type WebhookWords } from './webhook-fields.ts'

export type UpdateWebhook = WebhookWords & {
  readonly id: string
  /** Rejects with `conflict` (`version_changed`) unless the version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/**
 * A merge of what is given; the domain never changes. While disabled nothing is sent and nothing new is queued;
 * enabling goes on with what was queued before, and with events from then on. The caller becomes the maker: a webhook
 * that is paused for want of one goes on.
 */
export const updateWebhook = command({
  rule: 'muster:update_webhook',
  load: ({ id }: UpdateWebhook, at) => requireWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  prepare: async ({ url }, _found, { ports }) => (url === undefined ? undefined : ports.outbound.check(url)),
  apply: async (input, { prepared: url, ...at }): Promise<WebhookView> => {
    const { caller, stores, now, record } = at
    const before = await requireWebhook(input.id, at)
    if (input.ifVersion && !input.ifVersion.includes(before.version))
      throw domainError(
        'conflict',
        'version_changed',
        'Somebody else has changed this webhook meanwhile: read it again.',
      )
    const switched = input.enabled !== undefined && input.enabled !== before.enabled
    const updated = await stores.webhooks.update(input.id, {
      ...checkedWords(input),
      url,
      ...(switched ? { enabled: input.enabled, disabledReason: null } : {}),
      ...(caller.kind === 'known' ? { createdBy: caller.userId } : {}),
      updatedAt: now,
    })
    if (!updated) throw notFound('webhook', input.id)
    record({
      kind: 'webhook.updated',
      subject: { type: 'webhook', id: input.id },
      domainId: updated.domainId,
      detail: {
        fields: (['url', 'description', 'kinds', 'enabled'] as const).filter(
          (key) => input[key] !== undefined,
        ),
      },
    })
    return withPause(updated, at)
  },
})
