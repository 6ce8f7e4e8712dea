import type { Slice } from '../lists/list-query.ts'
import { command, query } from '../operation.ts'
import { notFound } from '../refusal.ts'
import { ownTarget, whoAsks } from '../sessions/own-session.ts'
import type { Notification } from './notification.ts'
import type { NotificationListQuery } from './notification-store.ts'

export type Inbox = Slice<Notification> & {
  /** All of them, whatever the page shows. */
  readonly unread: number
}

/** The inbox of the caller, newest first. */
export const listOwnNotifications = query({
  searches: true,
  rule: 'muster:list_own_notifications',
  target: (_input: Omit<NotificationListQuery, 'userId'>, _found, { caller }) => ownTarget(caller),
  read: async (input, _found, { caller, stores }): Promise<Inbox> => {
    const { userId } = whoAsks(caller)
    const [found, unread] = await Promise.all([
      stores.notifications.list({ ...input, userId }),
      stores.notifications.countUnread(userId),
    ])
    return { ...found, unread }
  },
})

/** Another user's notification is `not_found`. */
export const markOwnNotification = command({
  rule: 'muster:update_own_notification',
  isolation: 'read committed',
  target: (_input: { readonly id: string; readonly read: boolean }, _found, { caller }) => ownTarget(caller),
  apply: async ({ id, read }, { caller, stores, now }): Promise<Notification> => {
    const marked = await stores.notifications.mark(whoAsks(caller).userId, id, read ? now : null)
    if (!marked) throw notFound('notification', id)
    return marked
  },
})

/** Answers how many were unread. */
export const markOwnNotificationsRead = command({
  rule: 'muster:update_own_notification',
  isolation: 'read committed',
  target: (_input: object, _found, { caller }) => ownTarget(caller),
  apply: (_input, { caller, stores, now }): Promise<number> =>
    stores.notifications.markAllRead(whoAsks(caller).userId, now),
})

export const deleteOwnNotification = command({
  rule: 'muster:delete_own_notification',
  isolation: 'read committed',
  target: (_input: { readonly id: string }, _found, { caller }) => ownTarget(caller),
  apply: async ({ id }, { caller, stores }): Promise<void> => {
    if (!(await stores.notifications.delete(whoAsks(caller).userId, id))) throw notFound('notification', id)
  },
})
