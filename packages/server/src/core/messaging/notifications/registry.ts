/** Delivery channels. A new channel needs a row here and its delivery in `send-notification.ts`. */
export const channels = {
  email: { enabled: true, about: "Email to the user's address." },
  web_ui: { enabled: false, about: "The user's inbox." },
} as const

/** Notification types. A new type is a row here. */
export const notificationTypes = {
  comment_mention: { enabled: true, about: 'The user was mentioned in a comment.' },
} as const

/** `enabled` above is the default of users without stored preferences. */
export type Channel = keyof typeof channels
export type NotificationType = keyof typeof notificationTypes

export const channelNames = Object.keys(channels) as readonly Channel[]
export const notificationTypeNames = Object.keys(notificationTypes) as readonly NotificationType[]
