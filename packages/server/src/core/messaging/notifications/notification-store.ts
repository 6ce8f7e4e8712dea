import type { Slice } from '../../kernel/paging/list-query.ts'
import type { Position } from '../../kernel/paging/position.ts'
import type { Notification, ReadState } from './notification.ts'

export type NotificationListQuery = {
  readonly userId: string
  readonly state?: ReadState | undefined
  readonly limit: number
  /** Where the page before ended; its value is a `createdAt`. */
  readonly from?: Position | undefined
}

/** Every step names the user too: another user's notification is not there. */
export type NotificationStore = {
  /** Rejects with `not_found` for an unknown user. */
  insert(notification: Notification): Promise<void>
  /** Newest first. */
  list(query: NotificationListQuery): Promise<Slice<Notification>>
  countUnread(userId: string): Promise<number>
  /** One that is in that state already keeps its time. Undefined when there is none. */
  mark(userId: string, id: string, readAt: number | null): Promise<Notification | undefined>
  /** Those created at `readAt` or before. Answers how many were unread. */
  markAllRead(userId: string, readAt: number): Promise<number>
  /** False when there was none. */
  delete(userId: string, id: string): Promise<boolean>
  /** Those of a user beyond its newest ones. */
  trim(userId: string, keep: number): Promise<void>
  /** Some of those read before that; answers how many. */
  sweepRead(readBefore: number, limit: number): Promise<number>
}
