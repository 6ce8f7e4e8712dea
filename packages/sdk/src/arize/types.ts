import type { ClientOptions } from '../transport/transport.ts'

/** Options of `new Arize(…)`. */
export type ArizeOptions = ClientOptions & {
  /** An API key of Arize, or of Muster (`mst_k_…`). */
  readonly apiKey: string
  /** The address of the API without its version, such as `https://muster.example/arize`. */
  readonly baseUrl: string
  /**
   * The version of the wire: enumerations are sent in lower case before 8.40.0 and in upper case from then on. Responses
   * are read in either. Default: `8.26.0`.
   */
  readonly sdkVersion?: SdkVersion
}

/** The versions of the Python SDK whose requests this client sends. */
export type SdkVersion = '8.26.0' | '8.40.0'

/** `invited`: the invitation is not accepted yet; `expired`: it no longer can be. */
export type UserStatus = 'active' | 'invited' | 'expired'

/** `none`: active at once, without an email. The others invite the user by email. */
export type InviteMode = 'none' | 'email_link' | 'temporary_password'

/** A role that the service defines. */
export type PredefinedUserRole = {
  readonly type: 'predefined'
  readonly name: 'admin' | 'member' | 'annotator'
}

/** A role of the account. */
export type CustomUserRole = {
  readonly type: 'custom'
  readonly id: string
  /** In responses only. */
  readonly name?: string | null
}

/** The role of a user in the account. */
export type UserRole = PredefinedUserRole | CustomUserRole

/** A user. */
export type User = {
  readonly id: string
  /** The display name. */
  readonly name: string
  readonly email: string
  readonly createdAt: Date
  readonly status: UserStatus
  readonly role: UserRole
  /** Whether the user may create API keys. */
  readonly isDeveloper: boolean
}

/** What `users.create` returns. */
export type CreatedUser = User & {
  /** False: the email belongs to a user with an open invitation, who is returned unchanged. */
  readonly isNew: boolean
  /** Null unless the user is new. */
  readonly inviteMode: InviteMode | null
  /** The password for the first sign-in of a new user with the mode `temporary_password`; otherwise null. Returned once. */
  readonly temporaryPassword: string | null
}

/** Arguments of `users.list` and `users.listPage`. */
export type ListUsers = {
  /** Only users whose email has this part, ignoring case; at most 255 characters. Default: every user. */
  readonly email?: string | null
  /** Only users with one of these statuses. Default: every status. */
  readonly status?: readonly UserStatus[] | null
  /** The largest number of users in a page, 1 to 100. Default: 50. */
  readonly limit?: number
  /** `nextCursor` of an earlier page. Default: the first page. */
  readonly cursor?: string | null
}

/** A page of users, the oldest first. */
export type UsersPage = {
  readonly users: readonly User[]
  readonly pagination: {
    readonly hasMore: boolean
    /** The cursor of the next page; null on the last page. */
    readonly nextCursor: string | null
  }
}

/** Arguments of `users.create`. */
export type CreateUser = {
  /** The display name, 1 to 255 characters. */
  readonly name: string
  /** Identifies the user: a second request with an email does not create a second user. */
  readonly email: string
  readonly role: UserRole
  readonly inviteMode: InviteMode
  /** Whether the user may create API keys. Default: true for `admin` and `member`, false for `annotator`. */
  readonly isDeveloper?: boolean | null
}

/** Arguments of `users.update`; at least one of `name` and `isDeveloper`. */
export type UpdateUser = {
  readonly userId: string
  /** 1 to 255 characters. Absent or null: unchanged. */
  readonly name?: string | null
  /** Absent or null: unchanged. */
  readonly isDeveloper?: boolean | null
}
