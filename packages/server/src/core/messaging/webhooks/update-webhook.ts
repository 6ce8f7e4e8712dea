import { domainError, notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { withPause } from './maker.ts'
import { type WebhookView, webhookTarget } from './webhook.ts'
import { validateFields, type WebhookFields } from './webhook-fields.ts'
import { requireWebhook } from './webhooks.ts'

export type UpdateWebhook = WebhookFields & {
  readonly id: string
  /** Rejects with `conflict` (`version_changed`) unless the version is one of these. */
  readonly ifVersion?: readonly number[] | undefined
}

/**
 * Changes the provided fields; the domain never changes. A disabled webhook sends nothing and queues no new events;
 * enabling it resumes deliveries queued before and receives events from then on. The caller becomes the maker, which
 * resumes a webhook that was paused because of its maker.
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
        'Another request has changed this webhook. Read it again and repeat the change.',
      )
    const switched = input.enabled !== undefined && input.enabled !== before.enabled
    const updated = await stores.webhooks.update(input.id, {
      ...validateFields(input),
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
