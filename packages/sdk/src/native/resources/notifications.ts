import type { CallOptions } from '../../transport/transport.ts'
import type { NativeApi, PostOptions } from '../api.ts'
import type {
  Delivered,
  NewNotification,
  Notification,
  NotificationPreferences,
  NotificationPreferencesChange,
} from '../types.ts'

const own = '/me/notifications/{notification_id}'
const preferences = '/users/{user_id}/notification-preferences'

export const makeNotifications = (api: NativeApi) => ({
  /** Sends a notification to a user, on the channels that the user has not turned off. */
  send: (notification: NewNotification, options?: PostOptions) =>
    api.send<Delivered>('POST', '/notifications', { json: notification }, options),

  /** The caller's notifications, newest first. */
  list: (
    query: { readonly status?: 'unread' | 'read'; readonly limit?: number } = {},
    options?: CallOptions,
  ) => api.list<Notification>('/me/notifications', 'notifications', { query }, options),

  /** The number of the caller's unread notifications. */
  async unread(options?: CallOptions): Promise<number> {
    const query = { limit: 1 }
    const inbox = await api.send<{ readonly unread: number }>('GET', '/me/notifications', { query }, options)
    return inbox.unread
  },

  /** Marks a notification of the caller as read or unread. */
  mark: (notificationId: string, change: { readonly read: boolean }, options?: CallOptions) =>
    api.send<Notification>(
      'PATCH',
      own,
      { params: { notification_id: notificationId }, json: change },
      options,
    ),

  /** Marks all notifications of the caller as read. */
  markAllRead: (options?: PostOptions) =>
    api.send<{ readonly marked: number }>('POST', '/me/notifications/read-all', {}, options),

  /** Deletes a notification of the caller. */
  async delete(notificationId: string, options?: CallOptions): Promise<void> {
    await api.send('DELETE', own, { params: { notification_id: notificationId } }, options)
  },

  /** The caller's preferences, or those of a user. */
  preferences: (userId?: string, options?: CallOptions) =>
    userId === undefined
      ? api.send<NotificationPreferences>('GET', '/me/notification-preferences', {}, options)
      : api.send<NotificationPreferences>('GET', preferences, { params: { user_id: userId } }, options),

  /** Changes the given preferences of the caller, or of a user. */
  updatePreferences: (change: NotificationPreferencesChange, userId?: string, options?: CallOptions) =>
    userId === undefined
      ? api.send<NotificationPreferences>('PATCH', '/me/notification-preferences', { json: change }, options)
      : api.send<NotificationPreferences>(
          'PATCH',
          preferences,
          { params: { user_id: userId }, json: change },
          options,
        ),
})
