import type { Given } from './given.ts'

export const getOwnNotificationPreferences = async ({ muster }: Given) => {
  // #region getOwnNotificationPreferences
  const { channels, types } = await muster.notifications.preferences()
  // #endregion
  return { channels, types }
}

export const updateOwnNotificationPreferences = async ({ muster }: Given) => {
  // #region updateOwnNotificationPreferences
  const preferences = await muster.notifications.updatePreferences({ channels: { web_ui: true } })
  // #endregion
  return preferences
}

export const getNotificationPreferences = async ({ muster, userId }: Given) => {
  // #region getNotificationPreferences
  const preferences = await muster.notifications.preferences(userId)
  // #endregion
  return preferences
}

export const updateNotificationPreferences = async ({ muster, userId }: Given) => {
  // #region updateNotificationPreferences
  const change = { channels: { email: false } }
  const preferences = await muster.notifications.updatePreferences(change, userId)
  // #endregion
  return preferences
}

export const sendNotification = async ({ muster, userId }: Given) => {
  // #region sendNotification
  const { deliveries } = await muster.notifications.send({
    user_id: userId,
    type: 'comment_mention',
    title: 'Grace mentioned you',
    body: 'Can you look at this?',
    link: 'https://app.example.org/comments/7',
  })
  // #endregion
  return deliveries
}

export const listOwnNotifications = async ({ muster }: Given) => {
  // #region listOwnNotifications
  const unread = await muster.notifications.list({ status: 'unread' }).toArray({ limit: 50 })
  // #endregion
  return unread
}

export const markOwnNotification = async ({ muster, notificationId }: Given) => {
  // #region markOwnNotification
  const notification = await muster.notifications.mark(notificationId, { read: true })
  // #endregion
  return notification
}

export const markOwnNotificationsRead = async ({ muster }: Given) => {
  // #region markOwnNotificationsRead
  const { marked } = await muster.notifications.markAllRead()
  // #endregion
  return marked
}

export const deleteOwnNotification = async ({ muster, notificationId }: Given) => {
  // #region deleteOwnNotification
  await muster.notifications.delete(notificationId)
  // #endregion
}
