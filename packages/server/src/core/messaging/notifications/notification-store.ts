import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Notification, ReadState } from './notification.ts'

export type NotificationListQuery = {
  readonly userId: string
  readonly state?: ReadState | undefined
  readonly limit: number
  /** The end of the previous page; its value is a `createdAt`. */
  readonly from?: Position | undefined
}

/** Every method is limited to one user: a notification of another user counts as missing. */
export type NotificationStore = {
  /** Rejects with `not_found` for an unknown user. */
  insert(notification: Notification): Promise<void>
  /** Newest first. */
  list(query: NotificationListQuery): Promise<Slice<Notification>>
  countUnread(userId: string): Promise<number>
  /** A notification that is already in that state keeps its time. Undefined when there is none. */
  mark(userId: string, id: string, readAt: number | null): Promise<Notification | undefined>
  /** Marks those created at `readAt` or before. Returns how many were unread. */
  markAllRead(userId: string, readAt: number): Promise<number>
  /** False when there was none. */
  delete(userId: string, id: string): Promise<boolean>
  /** Deletes all but the newest `keep` notifications of a user. */
  trim(userId: string, keep: number): Promise<void>
  /** Deletes at most `limit` that were read before that time. Returns their number. */
  purgeRead(readBefore: number, limit: number): Promise<number>
}
