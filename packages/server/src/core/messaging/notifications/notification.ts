import type { NotificationType } from './registry.ts'

/** One notification in a user's inbox. */
export type Notification = {
  readonly id: string
  readonly userId: string
  readonly type: NotificationType
  readonly title: string
  readonly body: string
  /** An http or https URL. */
  readonly link: string | null
  /** Unix milliseconds. */
  readonly createdAt: number
  /** Null: unread. */
  readonly readAt: number | null
}

export const readStates = ['unread', 'read'] as const
export type ReadState = (typeof readStates)[number]
