import {
  optionally,
  requireArray,
  requireBoolean,
  requireNonEmptyText,
  requireObject,
  requireOneOf,
  requireText,
} from '../transport/arguments.ts'
import { ArgumentError } from '../transport/errors.ts'
import type { CreateUserRequest, NotificationChannel, NotificationType, UpdateUserRequest } from './types.ts'

const channels = ['email', 'web_ui'] as const
const types = ['comment_mention'] as const

const requireList = <T extends string>(argument: string, value: unknown, choices: readonly T[]) =>
  value === null
    ? null
    : requireArray(argument, value).map((item, index) => requireOneOf(`${argument}[${index}]`, item, choices))

const requireFlags = <T extends string>(argument: string, value: unknown, choices: readonly T[]) => {
  const flags: { [K in T]?: boolean } = {}
  for (const [name, flag] of Object.entries(requireObject(argument, value)))
    flags[requireOneOf(argument, name, choices)] = requireBoolean(`${argument}.${name}`, flag)
  return flags
}

const requireTextOrNull = (argument: string, value: unknown): string | null =>
  value === null ? null : requireText(argument, value)

/** The result of a check, or null for an absent or null value. */
const orNull = <T, Rest extends readonly unknown[]>(
  check: (argument: string, value: unknown, ...rest: Rest) => T,
  argument: string,
  value: unknown,
  ...rest: Rest
): T | null => (value === undefined || value === null ? null : check(argument, value, ...rest))

/** The body of a new user. Absent keys are not sent: the service applies the defaults. */
export const createToWire = (request: CreateUserRequest) => {
  const given = requireObject('request', request)
  const channelList = given['defaultNotificationChannels']
  const typeList = given['defaultNotificationTypes']
  return {
    user_id: requireNonEmptyText('userId', given['userId']),
    name: optionally(requireTextOrNull, 'name', given['name']),
    is_service_user: optionally(requireBoolean, 'isServiceUser', given['isServiceUser']),
    is_system_user: optionally(requireBoolean, 'isSystemUser', given['isSystemUser']),
    picture_url: optionally(requireTextOrNull, 'pictureUrl', given['pictureUrl']),
    default_notification_channels: optionally(
      requireList<NotificationChannel>,
      'defaultNotificationChannels',
      channelList,
      channels,
    ),
    default_notification_types: optionally(
      requireList<NotificationType>,
      'defaultNotificationTypes',
      typeList,
      types,
    ),
  }
}

export type WireNewUser = ReturnType<typeof createToWire>

/** The body of a change. All four keys are sent; null is unchanged. */
export const updateToWire = (request: UpdateUserRequest) => {
  const given = requireObject('request', request)
  const channelFlags = given['notificationChannelsEnabled']
  const typeFlags = given['notificationTypesEnabled']
  return {
    name: orNull(requireNonEmptyText, 'name', given['name']),
    picture_url: orNull(requireNonEmptyText, 'pictureUrl', given['pictureUrl']),
    notification_channels_enabled: orNull(
      requireFlags<NotificationChannel>,
      'notificationChannelsEnabled',
      channelFlags,
      channels,
    ),
    notification_types_enabled: orNull(
      requireFlags<NotificationType>,
      'notificationTypesEnabled',
      typeFlags,
      types,
    ),
  }
}

export type WireUserUpdate = ReturnType<typeof updateToWire>

const visible = '[\\x21-\\x7e\\xa1-\\xff]'
const inHeader = new RegExp(`^${visible}([\\x20-\\x7e\\xa0-\\xff]*${visible})?$`)

/**
 * The header that names the user to change or delete. `ArgumentError` for an id that a header cannot contain: without
 * its surrounding spaces, the id could name another user.
 */
export const targetHeader = (userId: string): Record<string, string> => {
  if (!inHeader.test(userId))
    throw new ArgumentError(
      'userId',
      'cannot be sent in a header: it has control characters, surrounding spaces or characters beyond Latin-1',
    )
  return { 'x-roboto-user-id': userId }
}
