import { notFound } from '../../kernel/domain-error.ts'
import { command } from '../../kernel/operation.ts'
import { requireWebhook } from './get-webhook.ts'
import { webhookTarget } from './webhook.ts'

/** Also deletes the deliveries of the webhook. */
export const deleteWebhook = command({
  rule: 'muster:delete_webhook',
  isolation: 'read committed',
  load: ({ id }: { readonly id: string }, at) => requireWebhook(id, at),
  target: (_input, webhook) => webhookTarget(webhook),
  apply: async ({ id }, { found, stores, record }): Promise<void> => {
    if (!(await stores.webhooks.delete(id))) throw notFound('webhook', id)
    record({ kind: 'webhook.deleted', subject: { type: 'webhook', id }, domainId: found.domainId })
  },
})
