import type { ClientOptions } from '../transport/transport.ts'

/** Options of `new Roboto(…)`. */
export type RobotoOptions = ClientOptions & {
  /** An API key of Roboto, or of Muster (`mst_k_…`). */
  readonly apiKey: string
  /** The endpoint, such as `https://muster.example/roboto`. */
  readonly baseUrl: string
}

export type NotificationChannel = 'email' | 'web_ui'
export type NotificationType = 'comment_mention'

/** Which channels are enabled. */
export type NotificationChannels = { readonly [channel in NotificationChannel]?: boolean }
/** Which types of notifications are enabled. */
export type NotificationTypes = { readonly [type in NotificationType]?: boolean }

/** Arguments of `users.create`. */
export type CreateUserRequest = {
  /** Unique on the whole platform; typically an email address. */
  readonly userId: string
  /** Display name. Default: none. */
  readonly name?: string | null
  /** Whether the user performs automated actions. Default: false. */
  readonly isServiceUser?: boolean
  /** Whether the user belongs to the platform itself. Default: false. */
  readonly isSystemUser?: boolean
  /** Address of a profile picture. Default: none. */
  readonly pictureUrl?: string | null
  /** Channels to enable. Default: `['email']`; null enables none. */
  readonly defaultNotificationChannels?: readonly NotificationChannel[] | null
  /** Types of notifications to enable. Default: `['comment_mention']`; null enables none. */
  readonly defaultNotificationTypes?: readonly NotificationType[] | null
}

/** Arguments of `user.update`. Absent and null fields are unchanged; no field can be cleared. */
export type UpdateUserRequest = {
  /** At least one character. */
  readonly name?: string | null
  /** At least one character. */
  readonly pictureUrl?: string | null
  /** Channels to change; the others are unchanged. */
  readonly notificationChannelsEnabled?: NotificationChannels | null
  /** Types to change; the others are unchanged. */
  readonly notificationTypesEnabled?: NotificationTypes | null
}

/** A user with the names and values of the wire, as `user.toDict()` returns it. */
export type UserDict = {
  readonly user_id: string
  readonly name: string | null
  readonly picture_url: string | null
  readonly is_service_user: boolean
  readonly is_system_user: boolean | null
  readonly notification_channels_enabled: NotificationChannels
  readonly notification_types_enabled: NotificationTypes
}

/** An organization of a user. */
export type OrgRecord = {
  readonly orgId: string
  readonly name: string
  readonly tier: 'free' | 'premium'
  readonly status: 'provisioning' | 'active' | 'de-provisioning'
  readonly created: Date
  readonly createdBy: string | null
}
