/** Ways a notification reaches a user. A new one is a row here, and a way to deliver in `send-notification.ts`. */
export const channels = {
  email: { enabled: true, about: 'Mail to the address of the user.' },
  web_ui: { enabled: false, about: 'The inbox of the user.' },
} as const

/** What notifications are about. A new one is a row here. */
export const notificationTypes = {
  comment_mention: { enabled: true, about: 'Somebody mentioned the user in a comment.' },
} as const

/** `enabled` above: what holds for users who never said. */
export type Channel = keyof typeof channels
export type NotificationType = keyof typeof notificationTypes

export const channelNames = Object.keys(channels) as readonly Channel[]
export const notificationTypeNames = Object.keys(notificationTypes) as readonly NotificationType[]
