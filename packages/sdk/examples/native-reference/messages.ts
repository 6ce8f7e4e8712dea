import type { Given } from './given.ts'

export const listMessages = async ({ muster }: Given) => {
  // #region listMessages
  const dead = await muster.messages.list({ state: 'dead' }).toArray({ limit: 50 })
  // #endregion
  return dead
}

export const retryMessage = async ({ muster, messageId }: Given) => {
  // #region retryMessage
  const message = await muster.messages.retry(messageId)
  // #endregion
  return message
}
