import { Type } from 'typebox'
import type { Contract } from '../operation.ts'
import { Id, nullable, optional, page, paging, strict, Text, Time } from './shapes.ts'

export const channels = ['email', 'web_ui'] as const
export const notificationTypes = ['comment_mention'] as const
export const readStates = ['unread', 'read'] as const

const switches = <K extends string>(names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, Type.Boolean()])) as Record<
    K,
    ReturnType<typeof Type.Boolean>
  >

const channelSwitches = switches(channels)
const typeSwitches = switches(notificationTypes)

export const NotificationPreferences = Type.Object(
  { channels: Type.Object(channelSwitches, strict), types: Type.Object(typeSwitches, strict) },
  { ...strict, description: 'A notification is delivered if its channel and its type are both on.' },
)

export const NotificationPreferencesChange = Type.Object(
  {
    channels: optional(Type.Partial(Type.Object(channelSwitches), strict)),
    types: optional(Type.Partial(Type.Object(typeSwitches), strict)),
  },
  strict,
)

const NotificationTypeName = Type.Enum([...notificationTypes])

export const Notification = Type.Object(
  {
    id: Type.String(),
    type: NotificationTypeName,
    title: Type.String(),
    body: Type.String(),
    link: nullable(Type.String()),
    created_at: Time,
    read: Type.Boolean(),
    read_at: nullable(Time),
  },
  strict,
)

export const NewNotification = Type.Object(
  {
    user_id: Id,
    type: NotificationTypeName,
    title: Text(200, 1),
    body: Text(10_000, 1),
    link: optional(nullable(Text(2048, 1))),
  },
  strict,
)

export const Delivered = Type.Object(
  {
    notification_id: nullable(
      Type.String({
        description: 'The notification in the inbox of the user; null if it is not in the inbox.',
      }),
    ),
    deliveries: Type.Array(
      Type.Object(
        {
          channel: Type.Enum([...channels]),
          outcome: Type.Enum(['queued', 'stored', 'disabled', 'no_address', 'user_not_active']),
        },
        strict,
      ),
      { description: 'The outcome of each channel.' },
    ),
  },
  strict,
)

export const notifications = {
  getOwnNotificationPreferences: {
    method: 'GET',
    path: '/me/notification-preferences',
    description:
      'Shows which channels and types of notifications are on for the caller. Every user may do this.',
    summary: 'Show your notification preferences',
    strictQuery: true,
    responses: { 200: NotificationPreferences },
    source: 'docs/apis/native.md',
  },
  updateOwnNotificationPreferences: {
    method: 'PATCH',
    path: '/me/notification-preferences',
    description: 'Changes the preferences in the body. Every user may do this.',
    summary: 'Change your notification preferences',
    strictQuery: true,
    body: NotificationPreferencesChange,
    responses: { 200: NotificationPreferences },
    errors: [415],
    source: 'docs/apis/native.md',
  },
  getNotificationPreferences: {
    method: 'GET',
    path: '/users/{user_id}/notification-preferences',
    description:
      'Shows the notification preferences of a user. The user itself may do this too. Administrators, readers of the system, and readers and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Show the notification preferences of a user',
    strictQuery: true,
    responses: { 200: NotificationPreferences },
    errors: [404],
    source: 'docs/apis/native.md',
  },
  updateNotificationPreferences: {
    method: 'PATCH',
    path: '/users/{user_id}/notification-preferences',
    description:
      'Changes the notification preferences of a user that are in the body. The user itself may do this too. Administrators and managers of the domain may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Change the notification preferences of a user',
    strictQuery: true,
    body: NotificationPreferencesChange,
    responses: { 200: NotificationPreferences },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  sendNotification: {
    method: 'POST',
    path: '/notifications',
    description:
      'Sends a notification through every channel that is on for the user, and returns the outcome of each. Administrators, managers of the domain and the role `service` may do this. A user that does not exist is 404 `user_not_found`.',
    summary: 'Send a user a notification through every enabled channel',
    strictQuery: true,
    body: NewNotification,
    responses: { 200: Delivered },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  listOwnNotifications: {
    method: 'GET',
    path: '/me/notifications',
    description:
      'Lists the inbox of the caller, newest first, with the number of unread notifications. Every user may do this. The list is paged with `next_cursor`.',
    summary: 'List your inbox, newest first',
    query: ['status', ...paging],
    strictQuery: true,
    responses: {
      200: Type.Object(
        {
          ...page('notifications', Notification).properties,
          unread: Type.Integer({ description: 'Number of unread notifications in the whole inbox.' }),
        },
        strict,
      ),
    },
    source: 'docs/apis/native.md',
  },
  markOwnNotification: {
    method: 'PATCH',
    path: '/me/notifications/{notification_id}',
    description:
      'Marks a notification of the caller read or unread. Every user may do this. A missing one is 404 `notification_not_found`.',
    summary: 'Mark a notification read or unread',
    strictQuery: true,
    body: Type.Object({ read: Type.Boolean() }, strict),
    responses: { 200: Notification },
    errors: [404, 415],
    source: 'docs/apis/native.md',
  },
  markOwnNotificationsRead: {
    method: 'POST',
    path: '/me/notifications/read-all',
    description:
      'Marks all notifications of the caller read, and returns how many changed. Every user may do this.',
    summary: 'Mark all notifications read',
    strictQuery: true,
    responses: { 200: Type.Object({ marked: Type.Integer() }, strict) },
    source: 'docs/apis/native.md',
  },
  deleteOwnNotification: {
    method: 'DELETE',
    path: '/me/notifications/{notification_id}',
    description:
      'Deletes a notification of the caller. Every user may do this. A missing one is 404 `notification_not_found`.',
    summary: 'Delete a notification',
    strictQuery: true,
    responses: { 204: null },
    errors: [404],
    source: 'docs/apis/native.md',
  },
} as const satisfies Contract
