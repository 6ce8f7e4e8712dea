import type { ClientOptions } from '../transport/transport.ts'

/** Credentials of `new Geobox(…)`: one of the three kinds. */
export type GeoboxCredentials =
  | {
      readonly accessToken: string
      readonly apiKey?: never
      readonly username?: never
      readonly password?: never
    }
  | {
      readonly apiKey: string
      readonly accessToken?: never
      readonly username?: never
      readonly password?: never
    }
  | {
      readonly username: string
      readonly password: string
      readonly accessToken?: never
      readonly apiKey?: never
    }

/**
 * Options of `new Geobox(…)`.
 *
 * - `accessToken`: the token of a sign-in; of Muster: the secret of a session (`mst_s_…`) or an API key (`mst_k_…`).
 * - `apiKey`: an API key, which the service expects in the query of each address.
 * - `username` and `password`: the client signs in before its first request, and again when its session has ended.
 */
export type GeoboxOptions = ClientOptions &
  GeoboxCredentials & {
    /** The address of the API with its version, such as `https://muster.example/geobox/v1`. */
    readonly baseUrl: string
  }

export type UserRole = 'System Admin' | 'Account Admin' | 'Publisher' | 'Editor' | 'Viewer'

/** Muster sends an invitation to a user who is created with the status `New`. */
export type UserStatus = 'New' | 'Pending' | 'Active' | 'Disabled'

/** A plan of a user; quantities in the units of the service. */
export type Plan = {
  readonly id: number
  readonly name: string | null
  /** Days from assignment to expiry. */
  readonly numberOfDays: number | null
  /** All fields with the names of the wire. */
  readonly data: Data
}

/** An object of the service with the names and values of the wire, including those that this version does not know. */
export type Data = Readonly<Record<string, unknown>>

/** Which users a list or a count has. */
export type UserFilter = {
  /** Only users with this status. Default: every status. */
  readonly status?: UserStatus
  /** A condition in CQL, such as `username LIKE '%gis%' AND created_at > '2021-01-01'`. Excludes `search`. */
  readonly q?: string
  /** Text to find in the fields, ignoring case. */
  readonly search?: string
  /** The fields in which to find `search`, separated by commas. Default: all with text. */
  readonly searchFields?: string
  /** Only this user. */
  readonly userId?: number
  /** Sent to the service, which documents no effect on users. Default: not sent. */
  readonly shared?: boolean
}

/** Arguments of `users.list`. */
export type ListUsers = UserFilter & {
  /** Fields with `A` (ascending, the default) or `D`, separated by commas: `last_name A, created_at D`. Default: by id. */
  readonly orderBy?: string
  /** How many users to skip. Default: 0. */
  readonly skip?: number
  /** The maximum number of users. Default: no maximum; the list fetches 100 at a time. */
  readonly limit?: number
}

/** Arguments of `users.search`. */
export type SearchUsers = {
  /** Text to find, ignoring case. Default: every user. */
  readonly search?: string
  /** How many users to skip. Default: 0. */
  readonly skip?: number
  /** The maximum number of users. Default: no maximum; the list fetches 100 at a time. */
  readonly limit?: number
}

/** Arguments of `users.create`. */
export type CreateUser = {
  readonly username: string
  readonly email: string
  /** Sent encoded, as the service expects; not encrypted. */
  readonly password: string
  readonly role: UserRole
  readonly status: UserStatus
  /** Default: none. */
  readonly firstName?: string
  /** Default: none. */
  readonly lastName?: string
  /** A phone number, such as `+98 9120123456`. Default: none. */
  readonly mobile?: string | null
}

/** Arguments of `user.update`. Absent fields are unchanged. */
export type UpdateUser = {
  readonly username?: string
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  /** Null or empty text removes the number. */
  readonly mobile?: string | null
  readonly status?: UserStatus
  readonly role?: UserRole
  /** The plan or its id; null removes it. */
  readonly plan?: Pick<Plan, 'id'> | number | null
  /** When the plan expires, as a time or as ISO 8601 text; null: never. */
  readonly expirationDate?: Date | string | null
}
