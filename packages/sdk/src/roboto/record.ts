import { type Fields, type ResponseOrigin, readFields } from '../transport/fields.ts'
import type { NotificationChannels, NotificationTypes, OrgRecord, UserDict } from './types.ts'

/** What the service returns for a user. */
export type WireUser = {
  user_id: string
  name?: string | null
  picture_url?: string | null
  is_service_user?: boolean
  is_system_user?: boolean | null
  notification_channels_enabled?: Readonly<Record<string, boolean>>
  notification_types_enabled?: Readonly<Record<string, boolean>>
}

/** What the service returns for an organization. */
export type WireOrg = {
  org_id: string
  name: string
  tier: string
  status: string
  created: string
  created_by: string | null
}

/** The fields of a user. */
export class UserRecord {
  /** Unique on the whole platform; typically an email address. */
  readonly userId: string
  readonly name: string | null
  readonly pictureUrl: string | null
  /** Whether the user performs automated actions. */
  readonly isServiceUser: boolean
  /** Whether the user belongs to the platform itself. */
  readonly isSystemUser: boolean | null
  readonly notificationChannelsEnabled: NotificationChannels
  readonly notificationTypesEnabled: NotificationTypes

  /** Default values as in the Python SDK: no name and picture, no flags, no notifications. */
  constructor(fields: Pick<UserRecord, 'userId'> & Partial<Omit<UserRecord, `is${string}Enabled`>>) {
    this.userId = fields.userId
    this.name = fields.name ?? null
    this.pictureUrl = fields.pictureUrl ?? null
    this.isServiceUser = fields.isServiceUser ?? false
    this.isSystemUser = fields.isSystemUser === undefined ? false : fields.isSystemUser
    this.notificationChannelsEnabled = fields.notificationChannelsEnabled ?? {}
    this.notificationTypesEnabled = fields.notificationTypesEnabled ?? {}
  }

  /** Whether the user is notified by email. */
  isEmailNotificationsEnabled(): boolean {
    return this.notificationChannelsEnabled.email ?? false
  }

  /** Whether the user is notified of comments that mention the user. */
  isCommentMentionsEnabled(): boolean {
    return this.notificationTypesEnabled.comment_mention ?? false
  }
}

/** A map of flags. Channels and types that this version does not know are kept. */
const flags = (fields: Fields<WireUser>, name: keyof WireUser): Readonly<Record<string, boolean>> => {
  const map = fields.optionalObject(name)
  for (const [key, value] of Object.entries(map))
    if (typeof value !== 'boolean') throw fields.invalid(`${name}.${key} is not true or false`)
  return map as Readonly<Record<string, boolean>>
}

/** The content of `{"data": …}`, which wraps each response. */
export const dataOf = (body: unknown, origin: ResponseOrigin): unknown => readFields(body, origin).raw('data')

export const recordFromWire = (body: unknown, origin: ResponseOrigin): UserRecord => {
  const fields = readFields<WireUser>(dataOf(body, origin), origin, 'data')
  const isSystemUser = fields.raw('is_system_user') === null ? null : fields.optionalFlag('is_system_user')
  return new UserRecord({
    userId: fields.text('user_id'),
    name: fields.optionalText('name'),
    pictureUrl: fields.optionalText('picture_url'),
    isServiceUser: fields.optionalFlag('is_service_user') ?? false,
    isSystemUser: fields.raw('is_system_user') === undefined ? false : isSystemUser,
    notificationChannelsEnabled: flags(fields, 'notification_channels_enabled'),
    notificationTypesEnabled: flags(fields, 'notification_types_enabled'),
  })
}

export const recordToWire = (record: UserRecord): UserDict => ({
  user_id: record.userId,
  name: record.name,
  picture_url: record.pictureUrl,
  is_service_user: record.isServiceUser,
  is_system_user: record.isSystemUser,
  notification_channels_enabled: { ...record.notificationChannelsEnabled },
  notification_types_enabled: { ...record.notificationTypesEnabled },
})

export const orgsFromWire = (body: unknown, origin: ResponseOrigin): readonly OrgRecord[] =>
  readFields<{ data: unknown[] }>(body, origin)
    .array('data')
    .map((item) => {
      const fields = readFields<WireOrg>(item, origin, 'an organization')
      return {
        orgId: fields.text('org_id'),
        name: fields.text('name'),
        tier: fields.text('tier') as OrgRecord['tier'],
        status: fields.text('status') as OrgRecord['status'],
        created: fields.time('created'),
        createdBy: fields.optionalText('created_by'),
      }
    })
