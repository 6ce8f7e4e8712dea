import type { Given } from './given.ts'

export const listWebhooks = async ({ muster }: Given) => {
  // #region listWebhooks
  const webhooks = await muster.webhooks.list().toArray({ limit: 50 })
  // #endregion
  return webhooks
}

export const createWebhook = async ({ muster }: Given) => {
  // #region createWebhook
  const { webhook, secret } = await muster.webhooks.create({
    url: 'https://app.example.org/hooks/muster',
    kinds: ['user.*'],
  })
  // #endregion
  return { webhook, secret }
}

export const getWebhook = async ({ muster, webhookId }: Given) => {
  // #region getWebhook
  const webhook = await muster.webhooks.get(webhookId)
  // #endregion
  return webhook
}

export const updateWebhook = async ({ muster, webhookId }: Given) => {
  // #region updateWebhook
  const webhook = await muster.webhooks.update(webhookId, { kinds: ['user.*', 'project.*'] })
  // #endregion
  return webhook
}

export const deleteWebhook = async ({ muster, webhookId }: Given) => {
  // #region deleteWebhook
  await muster.webhooks.delete(webhookId)
  // #endregion
}

export const rotateWebhookSecret = async ({ muster, webhookId }: Given) => {
  // #region rotateWebhookSecret
  const { secret } = await muster.webhooks.rotateSecret(webhookId, { overlap_seconds: 3600 })
  // #endregion
  return secret
}

export const pingWebhook = async ({ muster, webhookId }: Given) => {
  // #region pingWebhook
  const delivery = await muster.webhooks.ping(webhookId)
  // #endregion
  return delivery
}

export const listDeliveries = async ({ muster, webhookId }: Given) => {
  // #region listDeliveries
  const dead = await muster.webhooks.deliveries(webhookId, { state: 'dead' }).toArray({ limit: 50 })
  // #endregion
  return dead
}

export const redeliver = async ({ muster, webhookId, deliveryId }: Given) => {
  // #region redeliver
  const delivery = await muster.webhooks.redeliver(webhookId, deliveryId)
  // #endregion
  return delivery
}
