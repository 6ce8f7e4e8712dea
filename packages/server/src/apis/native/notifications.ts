import { type notifications as contract, readStates } from '@muster/contract/native/notifications.ts'
import {
  deleteOwnNotification,
  listOwnNotifications,
  markOwnNotification,
  markOwnNotificationsRead,
} from '../../core/directory/notifications/own-notifications.ts'
import { sendNotification } from '../../core/directory/notifications/send-notification.ts'
import { getPreferences, updatePreferences } from '../../core/directory/notifications/user-preferences.ts'
import { requireCaller } from '../../core/kernel/caller.ts'
import type { Notification } from '../../core/messaging/notifications/notification.ts'
import type { Preferences } from '../../core/messaging/notifications/preferences.ts'
import { nextCursor, readChoice, readPage } from './lists.ts'
import type { NativeHandlers } from './request-context.ts'
import { time, timeOrNull } from './times.ts'

const show = (notification: Notification) => ({
  id: notification.id,
  type: notification.type,
  title: notification.title,
  body: notification.body,
  link: notification.link,
  created_at: time(notification.createdAt),
  read: notification.readAt !== null,
  read_at: timeOrNull(notification.readAt),
})

const showPreferences = ({ channels, types }: Preferences) => ({
  status: 200 as const,
  body: { channels: { ...channels }, types: { ...types } },
})

const position = ({ id, createdAt }: Notification) => ({ id, value: createdAt })

export const notifications = {
  async getOwnNotificationPreferences(_request, { run, caller }) {
    return showPreferences(await run(getPreferences, { userId: requireCaller(caller).userId }))
  },

  async updateOwnNotificationPreferences({ body }, { run, caller }) {
    return showPreferences(await run(updatePreferences, { ...body, userId: requireCaller(caller).userId }))
  },

  async getNotificationPreferences({ params }, { run }) {
    return showPreferences(await run(getPreferences, { userId: params.user_id }))
  },

  async updateNotificationPreferences({ params, body }, { run }) {
    return showPreferences(await run(updatePreferences, { ...body, userId: params.user_id }))
  },

  async sendNotification({ body }, { run }) {
    const { user_id: userId, ...words } = body
    const { notificationId, outcomes } = await run(sendNotification, { ...words, userId })
    return {
      status: 200,
      body: {
        notification_id: notificationId,
        deliveries: outcomes.map(({ channel, outcome }) => ({ channel, outcome })),
      },
    }
  },

  async listOwnNotifications({ query }, context) {
    const page = readPage('me/notifications', query, context)
    const found = await context.run(listOwnNotifications, {
      state: readChoice(query, 'status', readStates),
      limit: page.limit,
      from: page.from,
    })
    const next_cursor = nextCursor(found, page, position, context)
    return {
      status: 200,
      body: { notifications: found.rows.map(show), unread: found.unread, next_cursor },
    }
  },

  async markOwnNotification({ params, body }, { run }) {
    const marked = await run(markOwnNotification, { id: params.notification_id, read: body.read })
    return { status: 200, body: show(marked) }
  },

  async markOwnNotificationsRead(_request, { run }) {
    return { status: 200, body: { marked: await run(markOwnNotificationsRead, {}) } }
  },

  async deleteOwnNotification({ params }, { run }) {
    await run(deleteOwnNotification, { id: params.notification_id })
    return { status: 204 }
  },
} satisfies NativeHandlers<typeof contract>
