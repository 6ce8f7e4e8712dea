import { requireCaller, selfTarget } from '../../kernel/caller.ts'
import { notFound } from '../../kernel/domain-error.ts'
import { command, query } from '../../kernel/operation.ts'
import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Notification } from '../../messaging/notifications/notification.ts'
import type { NotificationListQuery } from '../../messaging/notifications/notification-store.ts'

export type Inbox = Slice<Notification> & {
  /** Number of unread notifications on all pages. */
  readonly unread: number
}

/** The caller's inbox, newest first. */
export const listOwnNotifications = query({
  searches: true,
  rule: 'muster:list_own_notifications',
  target: (_input: Omit<NotificationListQuery, 'userId'>, _found, { caller }) => selfTarget(caller),
  read: async (input, _found, { caller, stores }): Promise<Inbox> => {
    const { userId } = requireCaller(caller)
    const [found, unread] = await Promise.all([
      stores.notifications.list({ ...input, userId }),
      stores.notifications.countUnread(userId),
    ])
    return { ...found, unread }
  },
})

/** Rejects with `not_found` for another user's notification. */
export const markOwnNotification = command({
  rule: 'muster:update_own_notification',
  isolation: 'read committed',
  target: (_input: { readonly id: string; readonly read: boolean }, _found, { caller }) => selfTarget(caller),
  apply: async ({ id, read }, { caller, stores, now }): Promise<Notification> => {
    const marked = await stores.notifications.mark(requireCaller(caller).userId, id, read ? now : null)
    if (!marked) throw notFound('notification', id)
    return marked
  },
})

/** Returns how many were unread. */
export const markOwnNotificationsRead = command({
  rule: 'muster:update_own_notification',
  isolation: 'read committed',
  target: (_input: object, _found, { caller }) => selfTarget(caller),
  apply: (_input, { caller, stores, now }): Promise<number> =>
    stores.notifications.markAllRead(requireCaller(caller).userId, now),
})

export const deleteOwnNotification = command({
  rule: 'muster:delete_own_notification',
  isolation: 'read committed',
  target: (_input: { readonly id: string }, _found, { caller }) => selfTarget(caller),
  apply: async ({ id }, { caller, stores }): Promise<void> => {
    if (!(await stores.notifications.delete(requireCaller(caller).userId, id)))
      throw notFound('notification', id)
  },
})
