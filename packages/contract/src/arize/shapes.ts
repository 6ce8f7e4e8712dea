import { type TSchema, Type } from 'typebox'

export const source = 'docs/apis/arize.md'

/** Closed: an additional member fails in the clients (arize.md section 3). */
export const strict = { additionalProperties: false } as const

export const optional = Type.Optional

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** The spelling of enum values for clients from 8.40.0 on. */
export type UpperSnakeCase<W extends string> = W extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${UpperSnakeCase<Tail>}`
  : Uppercase<W>

export const upperSnake = <W extends string>(word: W) =>
  word.toUpperCase().replaceAll('-', '_') as UpperSnakeCase<W>

/** Enum values in both spellings; the server accepts either and responds in that of the client. */
const spelled = <W extends string>(words: readonly W[]) =>
  Type.Enum([...words, ...words.map((word) => upperSnake(word))])

export const userStatuses = ['active', 'invited', 'expired'] as const
export const domainRoles = ['admin', 'member', 'annotator'] as const
export const memberRoles = ['admin', 'member', 'read-only', 'annotator'] as const
export const inviteModes = ['none', 'email_link', 'temporary_password'] as const
export const keyTypes = ['user', 'service'] as const
/** An ended key is `deleted` before 8.34.0 and `revoked` from 8.34.0 on. */
export const keyStatuses = ['active', 'deleted', 'revoked'] as const
/** Values with a single spelling. */
export const resourceTypes = ['SPACE', 'PROJECT'] as const

export const UserStatus = spelled(userStatuses)
export const AccountRole = spelled(domainRoles)
export const MemberRole = spelled(memberRoles)
export const InviteMode = spelled(inviteModes)
export const KeyType = spelled(keyTypes)
export const KeyStatus = spelled(keyStatuses)
export const ResourceType = Type.Enum([...resourceTypes])

export const Id = Type.String({ minLength: 1, maxLength: 512 })
export const Time = Type.String({ format: 'date-time' })

/** A predefined role by its name, or a custom role by its id with its display name. */
export const roleAssignment = <T extends TSchema>(names: T) =>
  Type.Union([
    Type.Object({ type: spelled(['predefined']), name: names }, strict),
    Type.Object(
      { type: spelled(['custom']), id: Id, name: optional(nullable(Type.String({ maxLength: 1024 }))) },
      strict,
    ),
  ])

export const AccountRoleAssignment = roleAssignment(AccountRole)
export const MemberRoleAssignment = roleAssignment(MemberRole)

export const paging = ['limit', 'cursor'] as const

export const page = <K extends string, S extends TSchema>(name: K, schema: S) =>
  Type.Object(
    {
      ...({ [name]: Type.Array(schema) } as unknown as Record<K, ReturnType<typeof Type.Array<S>>>),
      pagination: Type.Object({ has_more: Type.Boolean(), next_cursor: optional(Type.String()) }, strict),
    },
    strict,
  )
