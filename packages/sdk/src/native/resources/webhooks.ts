import type { CallOptions } from '../../transport/transport.ts'
import type { ChangeOptions, NativeApi, PostOptions } from '../api.ts'
import type {
  Delivery,
  NewWebhook,
  SecretRotation,
  Webhook,
  WebhookChange,
  WebhookWithSecret,
} from '../types.ts'

const path = '/webhooks/{webhook_id}'
const deliveries = `${path}/deliveries`

export const makeWebhooks = (api: NativeApi) => ({
  list: (query: { readonly domain_id?: string; readonly limit?: number } = {}, options?: CallOptions) =>
    api.list<Webhook>('/webhooks', 'webhooks', { query }, options),

  /** Creates a webhook; `secret`, which signs its messages, is in this response only. */
  create: (webhook: NewWebhook, options?: PostOptions) =>
    api.send<WebhookWithSecret>('POST', '/webhooks', { json: webhook }, options),

  get: (webhookId: string, options?: CallOptions) =>
    api.send<Webhook>('GET', path, { params: { webhook_id: webhookId } }, options),

  update: (webhookId: string, change: WebhookChange, options?: ChangeOptions) =>
    api.send<Webhook>('PATCH', path, { params: { webhook_id: webhookId }, json: change }, options),

  async delete(webhookId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', path, { params: { webhook_id: webhookId } }, options)
  },

  /** Replaces the secret; the current ones sign as well for `overlap_seconds`. */
  rotateSecret: (webhookId: string, rotation: SecretRotation = {}, options?: PostOptions) =>
    api.send<WebhookWithSecret>(
      'POST',
      `${path}/secret/rotate`,
      { params: { webhook_id: webhookId }, json: rotation },
      options,
    ),

  /** Sends a test message. */
  ping: (webhookId: string, options?: PostOptions) =>
    api.send<Delivery>('POST', `${path}/ping`, { params: { webhook_id: webhookId } }, options),

  /** The deliveries of a webhook, newest first. */
  deliveries: (
    webhookId: string,
    query: { readonly state?: Delivery['state']; readonly limit?: number } = {},
    options?: CallOptions,
  ) => api.list<Delivery>(deliveries, 'deliveries', { params: { webhook_id: webhookId }, query }, options),

  /** Sends a delivery again, with all its attempts. */
  redeliver: (webhookId: string, deliveryId: string, options?: PostOptions) =>
    api.send<Delivery>(
      'POST',
      `${deliveries}/{delivery_id}/redeliver`,
      { params: { webhook_id: webhookId, delivery_id: deliveryId } },
      options,
    ),
})
