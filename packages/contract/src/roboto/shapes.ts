import { type TSchema, Type } from 'typebox'

/** Closed: no additional members. */
export const strict = { additionalProperties: false } as const

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** Wraps every successful response (roboto.md section 3). */
export const wrapped = <T extends TSchema>(schema: T) => Type.Object({ data: schema }, strict)

export const channels = ['email', 'web_ui'] as const
export const types = ['comment_mention'] as const

export const Channel = Type.Enum([...channels])
export const NotificationType = Type.Enum([...types])

/** A map of flags; an unknown key fails in the client. */
const switches = <K extends string>(names: readonly K[]) =>
  Type.Object(
    Object.fromEntries(names.map((name) => [name, Type.Optional(Type.Boolean())])) as Record<
      K,
      ReturnType<typeof Type.Optional<ReturnType<typeof Type.Boolean>>>
    >,
    strict,
  )

export const Channels = switches(channels)
export const NotificationTypes = switches(types)

/** roboto.md section 3, UserRecord. */
export const UserRecord = Type.Object(
  {
    user_id: Type.String(),
    name: nullable(Type.String()),
    picture_url: nullable(Type.String()),
    is_service_user: Type.Boolean(),
    is_system_user: Type.Boolean(),
    notification_channels_enabled: Channels,
    notification_types_enabled: NotificationTypes,
  },
  strict,
)

/** roboto.md section 3, OrgRecord. */
export const OrgRecord = Type.Object(
  {
    org_id: Type.String(),
    name: Type.String(),
    tier: Type.Enum(['free', 'premium']),
    status: Type.Enum(['provisioning', 'active', 'de-provisioning']),
    created: Type.String({ format: 'date-time' }),
    created_by: nullable(Type.String()),
  },
  strict,
)
